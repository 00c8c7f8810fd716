using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Threading.Channels;
using CbmExchange.Domain;
using CbmExchange.Domain.Officers;
using CbmExchange.Node.Tables;
using CbmExchange.Store;

namespace CbmExchange.Node.Audit;

/// <summary>
/// Writes what an officer was denied, by the door or by a decider, into the log of record. A caller never waits for
/// it; the same denial is written once a minute at most, so that nobody can fill the log by being denied.
/// </summary>
internal sealed partial class DenialAudit(IEventStore store, TimeProvider time, ILogger<DenialAudit> log)
    : IAsyncDisposable
{
    /// <summary>Denials that wait to be written; more are counted in the metric and not kept.</summary>
    private const int WaitingMax = 1_000;

    /// <summary>The same officer, call and reason is written once in this time.</summary>
    private static readonly TimeSpan OncePer = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<(OfficerId, string Rpc, string Reason), DateTimeOffset> written = [];
    private readonly Channel<CallDenied> waiting = Channel.CreateBounded<CallDenied>(WaitingMax);
    private Task running = Task.CompletedTask;

    /// <summary>The loop.</summary>
    public Task Work => running;

    /// <summary>Starts the writer.</summary>
    public void Start() => running = Task.Run(WriteAsync);

    /// <summary>Hands in one denial.</summary>
    public void Record(OfficerId officer, string rpc, string reason)
    {
        var now = time.GetUtcNow();
        var last = written.GetValueOrDefault((officer, rpc, reason), DateTimeOffset.MinValue);
        if (now - last < OncePer)
        {
            return;
        }

        written[(officer, rpc, reason)] = now;
        if (!waiting.Writer.TryWrite(new CallDenied(officer, rpc, reason, now)))
        {
            NotKept(log, officer.Value, rpc);
        }
    }

    /// <summary>Writes what waits, then ends.</summary>
    public async ValueTask DisposeAsync()
    {
        waiting.Writer.TryComplete();
        await running.ConfigureAwait(false);
    }

    private async Task WriteAsync()
    {
        await foreach (var denied in waiting.Reader.ReadAllAsync().ConfigureAwait(false))
        {
            await AppendAsync(denied).ConfigureAwait(false);
        }
    }

    private async Task AppendAsync(CallDenied denied)
    {
        try
        {
            var result = await store.AppendAsync(new AppendRequest
            {
                CommandId = Guid.NewGuid(),
                Metadata = new AppendMetadata { UserName = denied.Officer.Value },
                Streams = [new StreamAppend($"officer-{denied.Officer}", null, [denied])],
            }).ConfigureAwait(false);
            if (!result.IsDurable)
            {
                AppendFailed(log, denied.Officer.Value, denied.Rpc);
            }
        }
        catch (Exception error) when (StoreFaults.IsUnavailable(error))
        {
            AppendFailed(log, denied.Officer.Value, denied.Rpc);
        }
    }
}
