using CbmExchange.Domain;
using CbmExchange.Domain.Contacts;
using CbmExchange.Domain.Lifecycle;
using CbmExchange.Node.Administration;
using CbmExchange.Node.Tables;
using CbmExchange.Store;

namespace CbmExchange.Node.Publishing;

/// <summary>Own records of which a decided release waits to leave, in memory: which, and when.</summary>
internal sealed class WaitingReleases(TimeProvider time) : IMemoryTable, IHealthLines
{
    private readonly Lock gate = new();
    private readonly Dictionary<RecordId, DateTimeOffset> waiting = [];

    /// <summary>Those whose time has come, the earliest first.</summary>
    public IReadOnlyList<RecordId> Due(DateTimeOffset now)
    {
        lock (gate)
        {
            return [.. waiting.Where(one => one.Value <= now).OrderBy(one => one.Value).Select(one => one.Key)];
        }
    }

    /// <inheritdoc/>
    public void Apply(StoredEvent stored)
    {
        if (stored.Is<ReleaseScheduled>())
        {
            var scheduled = (ReleaseScheduled)stored.Body;
            lock (gate)
            {
                waiting[scheduled.RecordId] = scheduled.LeavesAt;
            }
        }
        else if (EndsWaiting(stored) && OwnRecordTable.RecordOf(stored.StreamId) is { } record)
        {
            lock (gate)
            {
                waiting.Remove(record);
            }
        }
    }

    /// <inheritdoc/>
    public IEnumerable<string> Lines()
    {
        lock (gate)
        {
            if (waiting.Count == 0)
            {
                return [];
            }

            var first = waiting.Values.Min();
            return
            [
                first + OverdueAfter < time.GetUtcNow()
                    ? $"release: {waiting.Count} wait to leave, the first should have left at {first:HH:mm:ss} UTC"
                    : $"release: {waiting.Count} wait to leave and can be recalled, the first until "
                        + $"{first:HH:mm:ss} UTC",
            ];
        }
    }

    /// <summary>So long after its time a release that still waits is a concern: several looks were in vain.</summary>
    private static readonly TimeSpan OverdueAfter = TimeSpan.FromSeconds(10);

    private static bool EndsWaiting(StoredEvent stored) =>
        stored.Is<RecordReleased>() || stored.Is<ReleaseRecalled>() || stored.Is<ReleaseStopped>()
        || stored.Is<RecordWithdrawn>() || stored.Is<ContactEnded>() || stored.Is<WithdrawalTakenBack>()
        || stored.Is<WithdrawalTold>();
}
