using System.Collections.Concurrent;
using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Contracts.Rpc;
using CbmExchange.Node.Tests.Hosting;
using Grpc.Core;

namespace CbmExchange.Node.Tests.Faults;

/// <summary>
/// Officers who draft, submit, clear and release without pause. A command without an answer is sent again with its
/// command id until it has one, as cbmx does; every answer is kept.
/// </summary>
internal sealed class CommandLoad(NodeProcess node, string recipient)
{
    private const int WorkerCount = 3;

    /// <summary>
    /// Long on purpose: on a busy machine a start takes ten seconds, and a command may meet several kills in a row.
    /// </summary>
    private static readonly TimeSpan AnswerMax = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly PublishingService.PublishingServiceClient author = node.Publishing("author");
    private readonly PublishingService.PublishingServiceClient authority = node.Publishing("authority");
    private readonly CancellationTokenSource enough = new();
    private Task running = Task.CompletedTask;

    /// <summary>Drafts and what was answered first.</summary>
    public ConcurrentDictionary<DraftRecordRequest, RecordCommandReply> Drafted { get; } = [];

    /// <summary>Releases and what was answered first.</summary>
    public ConcurrentDictionary<ReleaseRecordRequest, ReleaseRecordResponse> Released { get; } = [];

    /// <summary>Commands answered so far.</summary>
    public int AnsweredCount => Drafted.Count + Released.Count;

    public void Start() => running = Task.WhenAll(Enumerable.Range(0, WorkerCount).Select(_ => Task.Run(WorkAsync)));

    /// <summary>Lets each officer end its record.</summary>
    public async Task EndAsync()
    {
        await enough.CancelAsync();
        await running;
        enough.Dispose();
    }

    /// <summary>Sends a command until it is answered.</summary>
    public static async Task<T> UntilAnsweredAsync<T>(Func<Task<T>> command)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            try
            {
                return await command();
            }
            catch (RpcException error) when (
                IsWorthRepeating(error) && TimeProvider.System.GetElapsedTime(started) < AnswerMax)
            {
                await Task.Delay(Pause, TimeProvider.System);
            }
        }
    }

    private async Task WorkAsync()
    {
        while (!enough.IsCancellationRequested)
        {
            var draft = Drafts.Strategy();
            var reply = await UntilAnsweredAsync(() => author.DraftRecordAsync(draft).ResponseAsync);
            Drafted[draft] = reply;
            var submit = Flow.Command(reply);
            reply = await UntilAnsweredAsync(() => author.SubmitRecordAsync(submit).ResponseAsync);
            var clear = Flow.Command(reply);
            reply = await UntilAnsweredAsync(() => authority.ClearRecordAsync(clear).ResponseAsync);
            var release = Flow.Release(reply, Drafts.To(recipient));
            Released[release] = await UntilAnsweredAsync(() => authority.ReleaseRecordAsync(release).ResponseAsync);
        }
    }

    // A broken connection has no details; the node itself says UNAVAILABLE, and never INTERNAL.
    private static bool IsWorthRepeating(RpcException error) =>
        Refused.Detail<ErrorInfo>(error) is not { } info
        || error.StatusCode is StatusCode.Unavailable or StatusCode.ResourceExhausted && info.Reason != "INTERNAL";
}
