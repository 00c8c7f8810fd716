using CbmExchange.Node.Home;
using CbmExchange.Store;

namespace CbmExchange.Node.Verbs;

/// <summary>
/// Appends of verbs: a repeat is fine, anything else that is not durable ends the verb with a sentence.
/// </summary>
internal static class LogImport
{
    /// <summary>Appends; answers false when the command was there already.</summary>
    public static async Task<bool> AppendAsync(
        IEventStore store, AppendRequest request, CancellationToken cancellationToken)
    {
        var result = await store.AppendAsync(request, cancellationToken).ConfigureAwait(false);
        return result.IsDurable
            ? result.Outcome == AppendOutcome.Appended
            : throw new StartupException(
                $"The log did not take the events ({result.Outcome}): {result.Sentence ?? "run the command again."}");
    }
}
