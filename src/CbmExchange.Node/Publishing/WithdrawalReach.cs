using System.Collections.Immutable;
using CbmExchange.Domain;
using CbmExchange.Domain.Lifecycle;

namespace CbmExchange.Node.Publishing;

/// <summary>
/// Whom the withdrawals of own records reached, and whom not yet: the second happens after a restored backup only
/// (decision 0022).
/// </summary>
/// <param name="Told">Who was told, by withdrawn record.</param>
/// <param name="Owed">Holders who were not; a record without such is not here.</param>
internal sealed record WithdrawalReach(
    ImmutableDictionary<RecordId, ImmutableHashSet<ParticipantId>> Told,
    ImmutableDictionary<RecordId, ImmutableHashSet<ParticipantId>> Owed)
{
    /// <summary>Nothing was withdrawn.</summary>
    public static WithdrawalReach Empty { get; } = new(
        ImmutableDictionary<RecordId, ImmutableHashSet<ParticipantId>>.Empty,
        ImmutableDictionary<RecordId, ImmutableHashSet<ParticipantId>>.Empty);

    /// <summary>After an event of a record.</summary>
    /// <param name="record">Which.</param>
    /// <param name="happened">The event.</param>
    /// <param name="given">Own records that each participant was given, this event counted.</param>
    public WithdrawalReach After(
        RecordId record, IEvent happened, ImmutableDictionary<ParticipantId, ImmutableHashSet<RecordId>> given)
    {
        // Told nobody is not the same as no withdrawal: what was public only is withdrawn without recipients.
        var told = ToldBy(happened);
        var all = told is { } some ? Told.SetItem(record, Told.GetValueOrDefault(record, []).Union(some)) : Told;
        if ((told is null && happened is not ReleaseTakenBack) || !all.TryGetValue(record, out var reached))
        {
            return this;
        }

        var owed = given.Where(pair => pair.Value.Contains(record) && !reached.Contains(pair.Key))
            .Select(pair => pair.Key)
            .ToImmutableHashSet();
        return new WithdrawalReach(all, owed.IsEmpty ? Owed.Remove(record) : Owed.SetItem(record, owed));
    }

    private static ImmutableArray<ParticipantId>? ToldBy(IEvent happened) =>
        happened switch
        {
            RecordWithdrawn withdrawn => [.. withdrawn.Recipients.Select(one => one.Participant)],
            WithdrawalTold told => [.. told.Recipients.Select(one => one.Participant)],
            WithdrawalTakenBack back => [back.Recipient],
            _ => null,
        };
}
