using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CbmExchange.Store.Log;

/// <summary>
/// The one writer (design D1, D2): whatever gathered while a transaction was being flushed goes into the next.
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
        work = Task.Run(() => WorkAsync(new AppendConnection(source, answers, signal, clock, logger, hurry.Token)));
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
        hurry.Dispose();
    }

    private async Task WorkAsync(AppendConnection connection)
    {
        await using (connection.ConfigureAwait(false))
        {
            while (await queue.NextAsync().ConfigureAwait(false) is { } batch)
            {
                await connection.CommitAsync(batch).ConfigureAwait(false);
            }
        }
    }
}
