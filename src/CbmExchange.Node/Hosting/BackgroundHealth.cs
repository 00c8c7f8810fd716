using CbmExchange.Node.Administration;
using CbmExchange.Node.Tables;

namespace CbmExchange.Node.Hosting;

/// <summary>Tells the status report which loop of this node ended by itself and which table is incomplete.</summary>
internal sealed class BackgroundHealth(IEnumerable<IBackgroundPart> parts, TableFollower tables) : IHealthLines
{
    /// <inheritdoc/>
    public IEnumerable<string> Lines()
    {
        List<IBackgroundPart> all = [.. parts.Where(part => part.Work is not null)];
        List<IBackgroundPart> ended = [.. all.Where(part => part.Work!.IsCompleted)];
        if (ended.Count < all.Count)
        {
            yield return $"background: {string.Join(", ", all.Except(ended).Select(part => part.Name))} run";
        }

        foreach (var part in ended)
        {
            yield return $"background: {part.Name} ended{FaultOf(part.Work!)}; restart the node and keep its log";
        }

        if (tables.HasEnded)
        {
            yield return $"tables in memory: no longer follow the log since position {tables.Position}; restart the "
                + "node and keep its log";
        }

        foreach (var table in tables.Incomplete)
        {
            yield return $"table {table}: passed an event over and may be incomplete; see runbooks/table-incomplete";
        }
    }

    // The type alone: a message of an exception may repeat content.
    private static string FaultOf(Task work) =>
        work.Exception?.GetBaseException() is { } fault ? $" with a fault ({fault.GetType().Name})" : "";
}
