namespace CbmExchange.Store.Log;

/// <summary>
/// Pages of the log, one after the other. While a full page is decoded and folded the one behind it is on its way: a
/// start reads the whole log, and would otherwise wait for the server half of the time.
/// </summary>
internal sealed class LogPages(LogReader reader, string[] leftOut, CancellationToken cancellationToken)
    : IAsyncDisposable
{
    private Task<List<RawEvent>>? ahead;

    /// <summary>The page after a position, empty at the end. The position MUST be the end of the page before.</summary>
    public async Task<List<RawEvent>> NextAsync(long after)
    {
        var page = await (ahead ?? ReadAsync(after)).ConfigureAwait(false);

        // Behind a page that is not full there is nothing yet: asked when the reader gets there, not before.
        ahead = page.Count == StoreLimits.ReadPageCountMax ? ReadAsync(page[^1].Position) : null;
        return page;
    }

    /// <summary>Waits for the page that nobody wants any more.</summary>
    public async ValueTask DisposeAsync() =>
        await ((Task?)ahead ?? Task.CompletedTask).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private Task<List<RawEvent>> ReadAsync(long after) =>
        reader.ReadAllAsync(after, StoreLimits.ReadPageCountMax, leftOut, cancellationToken);
}
