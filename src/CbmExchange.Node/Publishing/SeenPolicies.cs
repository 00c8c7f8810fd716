using System.Globalization;
using CbmExchange.Domain.Lifecycle;
using CbmExchange.Node.Administration;
using CbmExchange.Node.Home;
using CbmExchange.Node.Tables;
using CbmExchange.Store;

namespace CbmExchange.Node.Publishing;

/// <summary>
/// How records leave, by node.json, against what was seen at the starts before: a change becomes an event at the next
/// start, and while one person may release alone the status says so and since when.
/// </summary>
internal sealed class SeenPolicies(NodeSettings settings) : IMemoryTable, IHealthLines
{
    private volatile LeavingPoliciesSeen? last;
    private volatile LeavingPoliciesSeen? aloneSince;

    /// <inheritdoc/>
    public void Apply(StoredEvent stored)
    {
        if (!stored.Is<LeavingPoliciesSeen>())
        {
            return;
        }

        var seen = (LeavingPoliciesSeen)stored.Body;
        aloneSince = seen.SinglePersonDelayMinutes is null ? null : aloneSince ?? seen;
        last = seen;
    }

    /// <summary>What a start finds that was not seen before; null: nothing is new.</summary>
    public LeavingPoliciesSeen? NewAt(DateTimeOffset now)
    {
        var policies = settings.Policies;
        var found = new LeavingPoliciesSeen(
            policies.RecallSeconds, policies.RecallDocuments, policies.SinglePersonDelayMinutes, now);
        return found == (last is null ? null : last with { At = now }) ? null : found;
    }

    /// <inheritdoc/>
    public IEnumerable<string> Lines()
    {
        if (settings.Policies.SinglePersonDelayMinutes is { } minutes)
        {
            var since = aloneSince?.At.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "now";
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"policies: one person may clear and release alone, {minutes} min later, since {since} (node.json)");
        }
    }
}
