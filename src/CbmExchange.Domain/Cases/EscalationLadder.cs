using System.Collections.Immutable;
using CbmExchange.Domain.Contacts;
using CbmExchange.Domain.Records;

namespace CbmExchange.Domain.Cases;

/// <summary>
/// The ladder on the sender's side (domain.md §4.21): whom to try next, computed from the directory and from what was
/// tried. It names steps and takes none. A contact that is not held here, is withdrawn or is outside its dates is
/// passed over; a step that the directory has nothing for is passed over too, up to the mission, which is always there.
/// </summary>
public static class EscalationLadder
{
    private const string CrisisDuty = "crisis-duty-desk";

    /// <summary>The step to take now; the last one again when all were tried.</summary>
    public static EscalationChoice Next(EscalationQuestion question)
    {
        var all = All(question);
        return all.FirstOrDefault(choice => !question.Attempts.Any(attempt => IsOf(attempt, choice))) ?? all[^1];
    }

    /// <summary>Every step that can be taken, in order; a contact is named in one step only.</summary>
    public static ImmutableArray<EscalationChoice> All(EscalationQuestion question)
    {
        var named = new HashSet<RecordId>();
        var valid = question.Entries.Where(entry => IsValid(entry, question.At)).ToImmutableArray();
        var first = First(question, valid);
        return
        [
            .. Channels(EscalationSteps.NextChannel, first, named, question),
            .. Channels(EscalationSteps.Deputy, Find(valid, first?.View.Deputy), named, question),
            .. Channels(EscalationSteps.Deputy, Find(valid, first?.View.EscalationNext), named, question),
            .. Ranked(valid, question).Where(entry => entry.View.Kinds.Contains(CrisisDuty))
                .SelectMany(entry => Channels(EscalationSteps.CrisisDesk, entry, named, question)),
            .. Ranked(valid, question)
                .Where(entry => first is null || !entry.View.Kinds.SequenceEqual(first.View.Kinds))
                .SelectMany(entry => Channels(EscalationSteps.OtherKind, entry, named, question)),
            new EscalationChoice(EscalationSteps.Mission, null, null) { Fallbacks = question.Fallbacks },
            new EscalationChoice(EscalationSteps.Relay, null, null) { Facilitators = question.Facilitators },
            new EscalationChoice(EscalationSteps.OutOfBand, null, null),
        ];
    }

    /// <summary>
    /// The first steps as a node can take them, over the inbox alone: one contact each, in order. The first is always
    /// there, since the inbox is; a step for which the directory has nobody is passed over.
    /// </summary>
    public static ImmutableArray<EscalationChoice> OverInbox(EscalationQuestion question)
    {
        var valid = question.Entries.Where(entry => IsValid(entry, question.At)).ToImmutableArray();
        var first = First(question, valid);
        var deputy = Find(valid, first?.View.Deputy) ?? Find(valid, first?.View.EscalationNext);
        var desk = Ranked(valid, question).FirstOrDefault(entry =>
            entry.View.Kinds.Contains(CrisisDuty) && entry != first && entry != deputy);
        return
        [
            new EscalationChoice(EscalationSteps.NextChannel, first, null),
            .. deputy is null ? [] : new[] { new EscalationChoice(EscalationSteps.Deputy, deputy, null) },
            .. desk is null ? [] : new[] { new EscalationChoice(EscalationSteps.CrisisDesk, desk, null) },
        ];
    }

    /// <summary>True when somebody there was reached by the last thing tried: the ladder rests.</summary>
    public static bool Rests(ImmutableArray<EscalationAttempt> attempts) =>
        !attempts.IsEmpty && CaseCodes.IsReached(attempts[^1].Outcome);

    private static ContactEntry? First(EscalationQuestion question, ImmutableArray<ContactEntry> valid) =>
        Find(valid, question.Contact) ?? Ranked(valid, question).FirstOrDefault();

    // As a lookup ranks them: who is on duty first. A topic is not asked for: whoever answers may pass it on.
    private static IEnumerable<ContactEntry> Ranked(
        ImmutableArray<ContactEntry> valid, EscalationQuestion question) =>
        ContactLookup.Lookup(
            new ContactQuestion { At = question.At, Precedence = question.Precedence }, valid, [], Policies.Default)
            .Nominated.Select(row => row.Entry);

    private static ContactEntry? Find(ImmutableArray<ContactEntry> valid, RecordId? id) =>
        id is null ? null : valid.FirstOrDefault(entry => entry.RecordId == id);

    private static IEnumerable<EscalationChoice> Channels(
        string step, ContactEntry? entry, HashSet<RecordId> named, EscalationQuestion question) =>
        entry is null || !named.Add(entry.RecordId)
            ? []
            : entry.View.Channels
                .Where(channel => channel.Type != CaseCodes.NodeInbox
                    && Precedences.Rank(channel.UsableFromPrecedence) <= Precedences.Rank(question.Precedence))
                .Select(channel => new EscalationChoice(step, entry, channel))
                .ToArray();

    private static bool IsValid(ContactEntry entry, DateTimeOffset at) =>
        !entry.IsWithdrawn
        && (entry.View.ValidFrom is not { } from || from <= at)
        && (entry.View.ValidUntil is not { } until || at < until);

    // An attempt at a contact without a channel that is known was at all of it. A reminder of the node reaches no
    // channel.
    private static bool IsOf(EscalationAttempt attempt, EscalationChoice choice) =>
        attempt.Reminder is null
        && attempt.Step == choice.Step
        && attempt.Contact == choice.Entry?.RecordId
        && (attempt.ChannelId is null || attempt.ChannelId == choice.Channel?.Id);
}
