using System.Collections.Concurrent;
using System.Collections.Immutable;
using CbmExchange.Domain;
using CbmExchange.Domain.Checks;
using CbmExchange.Node.Tables;
using CbmExchange.Store;

namespace CbmExchange.Node.Checks;

/// <summary>Own communication checks, in memory: two a year, each of at most 250 States.</summary>
internal sealed class CheckTable : IMemoryTable
{
    private const string StreamPrefix = "check-";

    private readonly ConcurrentDictionary<CheckId, CheckState> checks = [];
    private readonly ConcurrentDictionary<RecordId, (CheckId Check, ParticipantId Participant)> messages = [];

    /// <summary>All of them, newest first.</summary>
    public ImmutableArray<CheckState> NewestFirst =>
        [
            .. checks.Values.OrderByDescending(check => check.Plan.At)
                .ThenBy(check => check.Plan.Check.Value, StringComparer.Ordinal),
        ];

    /// <summary>The stream of a check.</summary>
    public static string StreamOf(CheckId check) => StreamPrefix + check.Value;

    /// <summary>The check with this id.</summary>
    public CheckState? Find(string id) => checks.GetValueOrDefault(new CheckId(id));

    /// <summary>The check, and the State in it, that a message was sent for.</summary>
    public (CheckState Check, CheckTarget Target)? OfMessage(RecordId message) =>
        messages.TryGetValue(message, out var known)
        && checks.TryGetValue(known.Check, out var check)
        && check.Find(known.Participant) is { } target
            ? (check, target)
            : null;

    /// <inheritdoc/>
    public void Apply(StoredEvent stored)
    {
        if (!stored.StreamId.StartsWith(StreamPrefix, StringComparison.Ordinal))
        {
            return;
        }

        var id = new CheckId(stored.StreamId[StreamPrefix.Length..]);
        if (stored.Body is CheckPlanned plan)
        {
            checks[id] = CheckState.Of(plan);
            foreach (var target in plan.Targets.Where(target => target.Check is not null))
            {
                messages[target.Check!.Value] = (id, target.Participant);
            }
        }
        else if (checks.TryGetValue(id, out var known))
        {
            checks[id] = known.Apply(stored.Body);
        }
    }
}
