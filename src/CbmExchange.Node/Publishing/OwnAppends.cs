using CbmExchange.Store;

namespace CbmExchange.Node.Publishing;

/// <summary>Appends that no officer asked for at this moment: work that was decided before and is now due.</summary>
internal static class OwnAppends
{
    /// <summary>
    /// True when it was appended. False when something else was appended first: it is decided again at the next look.
    /// </summary>
    /// <exception cref="StoreUnavailableException">Whether it was appended is not known, or it was not.</exception>
    public static async Task<bool> DoAsync(IEventStore store, AppendRequest request)
    {
        var result = await store.AppendAsync(request, CancellationToken.None).ConfigureAwait(false);
        return result.Outcome switch
        {
            AppendOutcome.Appended => true,
            AppendOutcome.Unknown or AppendOutcome.Unavailable =>
                throw new StoreUnavailableException(result.Sentence ?? "The database did not take what was due."),
            _ => false,
        };
    }
}
