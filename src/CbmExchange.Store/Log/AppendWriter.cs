using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CbmExchange.Store.Log;

/// <summary>
/// The one writer (design D1, D2): whatever gathered while a transaction was being flushed goes into the next. Its two
/// lanes take turns: while one transaction runs on the server, the next is laid out, sent, and waits for the lock.
/// </summary>
internal sealed class AppendWriter : IAsyncDisposable
{
    internal const string Stopped = "The store is being closed: try again after the node has started.";

    private readonly AppendQueue queue = new();
    private readonly CancellationTokenSource hurry = new();
    private readonly Task work;

    public AppendWriter(
        NpgsqlDataSource source, AppendAnswers answers, LogSignal signal, TimeProvider clock, ILogger logger)
    {
        work = Task.WhenAll(Enumerable.Range(0, StoreLimits.AppendLaneCount).Select(_ => Task.Run(() => WorkAsync(
            new AppendLane(source, answers, signal, clock, logger, hurry.Token)))));
    }

    public async Task<AppendResult> AppendAsync(EncodedRequest request, CancellationToken cancellationToken)
    {
        var pending = new PendingAppend(request);
        try
        {
            await queue.AddAsync(pending, cancellationToken).ConfigureAwait(false);
        }
        catch (ChannelClosedException)
        {
            return new AppendResult { Outcome = AppendOutcome.Unavailable, Sentence = Stopped };
        }

        await using var registration = cancellationToken.Register(() => pending.GiveUp(cancellationToken))
            .ConfigureAwait(false);
        return await pending.Answer.ConfigureAwait(false);
    }

    /// <summary>Answers everything that was queued, then closes; a database that is away is not waited for.</summary>
    public async ValueTask DisposeAsync()
    {
        queue.Close();
        await hurry.CancelAsync().ConfigureAwait(false);
        await work.ConfigureAwait(false);
        queue.Dispose();
        hurry.Dispose();
    }

    private async Task WorkAsync(AppendLane lane)
    {
        await using (lane.ConfigureAwait(false))
        {
            while (await queue.NextAsync().ConfigureAwait(false) is { } flight)
            {
                await lane.CommitAsync(flight).ConfigureAwait(false);
                queue.Land(flight);
            }
        }
    }
}
