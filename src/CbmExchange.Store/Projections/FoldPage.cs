using System.Reflection;
using CbmExchange.Domain;
using CbmExchange.Domain.Peers;
using CbmExchange.Store.Log;

namespace CbmExchange.Store.Projections;

/// <summary>A page of the log that is to be folded.</summary>
/// <param name="Raw">Rows in their order.</param>
/// <param name="Events">The same, decoded; null where one could not be, and the fold is to name it.</param>
/// <param name="IsLast">True when there was nothing behind them at <paramref name="AskedAt"/>.</param>
/// <param name="AskedAt">When the database was asked.</param>
internal sealed record FoldPage(
    IReadOnlyList<RawEvent> Raw, IReadOnlyList<StoredEvent>? Events, bool IsLast, DateTimeOffset AskedAt)
{
    private static readonly string StoredBatch =
        typeof(PeerEntriesStored).GetCustomAttribute<EventAliasAttribute>()!.Alias;

    /// <summary>
    /// How many of them are folded at once: up to a position, and few stored batches, since an event of one is small
    /// and what it brings is not.
    /// </summary>
    public int CountUntil(long until)
    {
        var (count, batches) = (0, 0);
        while (count < Raw.Count && Raw[count].Position <= until
            && (Raw[count].Alias != StoredBatch || ++batches <= StoreLimits.FoldBatchCountMax))
        {
            count++;
        }

        return count;
    }
}
