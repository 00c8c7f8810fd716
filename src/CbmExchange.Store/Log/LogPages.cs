namespace CbmExchange.Store.Log;

/// <summary>
/// Pages of the log, one after the other. While a full page is decoded and folded the one behind it is on its way: a
/// start reads the whole log, and would otherwise wait for the server half of the time.
/// </summary>
internal sealed class LogPages(LogReader reader, string[] leftOut, CancellationToken cancellationToken)
    : IAsyncDisposable
{
    private Task<RawPage>? ahead;

    /// <summary>The page after a position. The position MUST be the end of the page before.</summary>
    public async Task<RawPage> NextAsync(long after)
    {
        var page = await (ahead ?? ReadAsync(after)).ConfigureAwait(false);

        // Behind a page that is not full there is nothing yet: asked when the reader gets there, not before.
        ahead = page.IsLast ? null : ReadAsync(page.Events[^1].Position);
        return page;
    }

    /// <summary>Waits for the page that nobody wants any more.</summary>
    public async ValueTask DisposeAsync() =>
        await ((Task?)ahead ?? Task.CompletedTask).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private Task<RawPage> ReadAsync(long after) =>
        reader.ReadAllAsync(after, StoreLimits.ReadPageCountMax, leftOut, cancellationToken);
}
