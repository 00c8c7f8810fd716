using CbmExchange.Domain;
using CbmExchange.Domain.Lifecycle;
using CbmExchange.Node.Administration;
using CbmExchange.Node.Tables;
using CbmExchange.Store;

namespace CbmExchange.Node.Publishing;

/// <summary>Uses of break-glass whose review is open (domain.md §4.24: within 24 h), for the status report.</summary>
internal sealed class OpenReviews(OwnRecordTable records, TimeProvider time) : IMemoryTable, IHealthLines
{
    private readonly Lock gate = new();
    private readonly Dictionary<RecordId, BreakGlassUsed> open = [];

    /// <inheritdoc/>
    public void Apply(StoredEvent stored)
    {
        if (stored.Is<BreakGlassUsed>() && stored.Body is BreakGlassUsed used)
        {
            lock (gate)
            {
                open.TryAdd(used.RecordId, used);
            }
        }
        else if (stored.Is<BreakGlassReviewed>() && stored.Body is BreakGlassReviewed reviewed)
        {
            lock (gate)
            {
                open.Remove(reviewed.RecordId);
            }
        }
    }

    /// <inheritdoc/>
    public IEnumerable<string> Lines()
    {
        lock (gate)
        {
            return [.. open.Values.OrderBy(one => one.At).Select(Line)];
        }
    }

    private string Line(BreakGlassUsed used) =>
        $"review: {records.ReferenceOf(used.RecordId)} was released by a duty officer alone; review open since "
        + $"{used.At:yyyy-MM-dd HH:mm} UTC, "
        + (used.ReviewBy <= time.GetUtcNow() ? "it was due " : "due ") + $"{used.ReviewBy:yyyy-MM-dd HH:mm} UTC";
}
