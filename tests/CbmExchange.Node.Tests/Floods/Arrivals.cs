using System.Collections.Concurrent;
using CbmExchange.Contracts.Exchange.V1;
using Grpc.Core;
using Grpc.Net.Client;

namespace CbmExchange.Node.Tests.Floods;

/// <summary>Records as they arrive in a node's feed.</summary>
internal sealed class Arrivals : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly ConcurrentDictionary<string, TaskCompletionSource> arrived = [];
    private readonly AsyncServerStreamingCall<FeedItem> call;
    private readonly Task reading;

    public Arrivals(GrpcChannel channel)
    {
        call = new FeedService.FeedServiceClient(channel).Subscribe(
            new SubscribeRequest { Contexts = { "actual" } });
        reading = ReadAsync();
    }

    /// <summary>Until the record is there.</summary>
    public async Task WaitAsync(string record)
    {
        var there = Of(record).Task;
        await (await Task.WhenAny(there, reading)).WaitAsync(Patience);
        await there.WaitAsync(Patience);
    }

    public void Dispose() => call.Dispose();

    private TaskCompletionSource Of(string record) => arrived.GetOrAdd(
        record, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));

    private async Task ReadAsync()
    {
        while (await call.ResponseStream.MoveNext(CancellationToken.None))
        {
            Of(call.ResponseStream.Current.Record.RecordId).TrySetResult();
        }
    }
}
