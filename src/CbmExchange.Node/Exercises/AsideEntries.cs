using CbmExchange.Domain;
using CbmExchange.Envelopes.Statements;
using CbmExchange.Node.PeerStreams;
using CbmExchange.Store;
using CbmExchange.Store.Readings;

namespace CbmExchange.Node.Exercises;

/// <summary>
/// Asks the readings, which decide when they fold an entry: they are waited for, so that review and readings never say
/// different things of one entry.
/// </summary>
internal sealed class AsideEntries(ReadModels models, TimeProvider time) : IAsideEntries
{
    /// <summary>How long one entry waits for the readings before its review is tried again.</summary>
    private static readonly TimeSpan WaitMax = TimeSpan.FromSeconds(10);

    /// <inheritdoc/>
    public async Task<bool> IsAsideAsync(
        ReviewedEntry entry, VerifiedStatement statement, CancellationToken cancellationToken)
    {
        // What is actual never is: its receipt waits for nothing but the store.
        if (statement.Header.Context is "actual" or "test" or "system")
        {
            return false;
        }

        await WaitAsync(entry.Position, cancellationToken).ConfigureAwait(false);
        return await models.Exercises.IsAsideAsync(entry.Stream, entry.Index, cancellationToken).ConfigureAwait(false);
    }

    // Readings that stand still show nobody the message: to say that it was delivered would be untrue.
    private async Task WaitAsync(LogPosition position, CancellationToken cancellationToken)
    {
        if (models.Position.Value >= position.Value)
        {
            return;
        }

        using var wait = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var shown = models.WaitForAsync(position, wait.Token);
        await Task.WhenAny(shown, Task.Delay(WaitMax, time, wait.Token)).ConfigureAwait(false);
        await wait.CancelAsync().ConfigureAwait(false);
        await shown.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellationToken.ThrowIfCancellationRequested();
        if (models.Position.Value < position.Value)
        {
            throw new StoreUnavailableException("The readings are behind the log; the review is tried again.");
        }
    }
}
