using System.Threading.Channels;
using CbmExchange.Domain.Officers;
using CbmExchange.Node.Tables;
using CbmExchange.Store;

namespace CbmExchange.Node.Audit;

/// <summary>
/// Keeps who took contacts out of the node as a file. The event is durable before the first byte while the log of
/// record answers; while it does not, the file is given all the same (domain.md §5.3 J14) and the event waits.
/// </summary>
internal sealed partial class ExportAudit(IEventStore store, TimeProvider time, ILogger<ExportAudit> log)
    : IAsyncDisposable
{
    /// <summary>Exports that wait to be written; further ones stand in the process's log only.</summary>
    private const int WaitingMax = 1_000;

    /// <summary>Between two tries while the log of record does not answer.</summary>
    private static readonly TimeSpan AgainAfter = TimeSpan.FromSeconds(5);

    private readonly Channel<Waiting> waiting = Channel.CreateBounded<Waiting>(WaitingMax);
    private readonly TaskCompletionSource stopping =
        new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task running = Task.CompletedTask;

    /// <summary>The loop.</summary>
    public Task Work => running;

    /// <summary>Starts the writer of what waits.</summary>
    public void Start() => running = Task.Run(WriteAsync);

    /// <summary>Hands in one export; when it returns, the event is durable or waits.</summary>
    /// <param name="exported">What was taken.</param>
    /// <param name="isLogReached">False when it is known that the log of record does not answer.</param>
    public async ValueTask KeepAsync(DirectoryExported exported, bool isLogReached)
    {
        var one = new Waiting(Guid.NewGuid(), exported);
        if (isLogReached && await TryAppendAsync(one).ConfigureAwait(false))
        {
            return;
        }

        if (waiting.Writer.TryWrite(one))
        {
            Waits(log, exported.Officer.Value, exported.Contacts, exported.Format, exported.At);
        }
        else
        {
            TellNotKept(exported);
        }
    }

    /// <summary>Tries once more what waits, then ends.</summary>
    public async ValueTask DisposeAsync()
    {
        waiting.Writer.TryComplete();
        stopping.TrySetResult();
        await running.ConfigureAwait(false);
    }

    private async Task WriteAsync()
    {
        await foreach (var one in waiting.Reader.ReadAllAsync().ConfigureAwait(false))
        {
            // The same command id each time: a try whose answer was lost is not written twice.
            while (!await TryAppendAsync(one).ConfigureAwait(false))
            {
                if (stopping.Task.IsCompleted)
                {
                    TellNotKept(one.Exported);
                    break;
                }

                await Task.WhenAny(Task.Delay(AgainAfter, time), stopping.Task).ConfigureAwait(false);
            }
        }
    }

    private async Task<bool> TryAppendAsync(Waiting one)
    {
        try
        {
            var result = await store.AppendAsync(new AppendRequest
            {
                CommandId = one.Command,
                Metadata = new AppendMetadata { UserName = one.Exported.Officer.Value },
                Streams = [new StreamAppend($"officer-{one.Exported.Officer}", null, [one.Exported])],
            }).ConfigureAwait(false);
            return result.IsDurable;
        }
        catch (Exception error) when (StoreFaults.IsUnavailable(error))
        {
            return false;
        }
    }

    private void TellNotKept(DirectoryExported exported) =>
        NotKept(log, exported.Officer.Value, exported.Contacts, exported.Format, exported.At);

    private sealed record Waiting(Guid Command, DirectoryExported Exported);
}
