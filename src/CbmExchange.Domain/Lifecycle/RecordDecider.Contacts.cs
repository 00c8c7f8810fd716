using System.Collections.Immutable;
using System.Text.Json;
using CbmExchange.Domain.Contacts;
using CbmExchange.Domain.Records;

namespace CbmExchange.Domain.Lifecycle;

/// <content>The review of a State's own contact.</content>
public static partial class RecordDecider
{
    /// <summary>
    /// Begins a version of a published contact that says the same, confirmed today; with a new review date where the
    /// whole contact is confirmed. It goes the way of every version: submitted, cleared by a second person, released.
    /// Refusals: as Revise, NOT_A_CONTACT, WRONG_STATE.
    /// </summary>
    public static Outcome<ImmutableArray<IEvent>> ConfirmContact(
        RecordState state,
        ConfirmContact command,
        NodeIdentity self,
        Policies policies,
        DateTimeOffset now
    )
    {
        if (OfConfirmation(state, command) is { } refusal)
        {
            return refusal;
        }

        var newest = state.NewestCleared!.Content;
        return ReviseContact(
            state, command, ContactConfirmation.Of(newest, command.ChannelIds, now, policies), self, policies, now);
    }

    /// <summary>
    /// Begins a version of a published contact that says that it does not answer for a time, and who stands in, or that
    /// it answers again. Refusals: as ConfirmContact.
    /// </summary>
    public static Outcome<ImmutableArray<IEvent>> SetAvailability(
        RecordState state, SetAvailability command, NodeIdentity self, Policies policies, DateTimeOffset now) =>
        OfNextVersion(state, command) is { } refusal
            ? refusal
            : ReviseContact(
                state, command, ContactLife.WithAvailability(state.NewestCleared!.Content, command), self, policies,
                now);

    /// <summary>
    /// Begins a version of a published contact in which it changes hands. It is cleared only once the nominating
    /// authority has confirmed it by an act of its own. Refusals: as ConfirmContact, HANDOVER_OPEN.
    /// </summary>
    public static Outcome<ImmutableArray<IEvent>> BeginHandover(
        RecordState state, BeginHandover command, NodeIdentity self, Policies policies, DateTimeOffset now)
    {
        if (OfNextVersion(state, command) is { } refusal)
        {
            return refusal;
        }

        var newest = state.NewestCleared!.Content;
        if (new ContactView(newest).Handover is not null)
        {
            return LifecycleRules.No("HANDOVER_OPEN", "A handover of this contact is open; complete it first.");
        }

        var faults = ContactLife.FaultsOf(newest, command).ToArray();
        return faults.Length > 0
            ? Refusal.Invalid(faults)
            : ReviseContact(state, command, ContactLife.WithHandover(newest, command), self, policies, now);
    }

    /// <summary>
    /// Begins a version of a published contact in which a handover is closed: who left is no longer in it, and their
    /// personal data is destroyed as that of anybody who was replaced. Refusals: as ConfirmContact, HANDOVER_NOT_OVER.
    /// </summary>
    public static Outcome<ImmutableArray<IEvent>> CompleteHandover(
        RecordState state, CompleteHandover command, NodeIdentity self, Policies policies, DateTimeOffset now)
    {
        if (OfNextVersion(state, command) is { } refusal)
        {
            return refusal;
        }

        var newest = state.NewestCleared!.Content;
        return new ContactView(newest).Handover is not { Until: { } until } || now < until
            ? LifecycleRules.No("HANDOVER_NOT_OVER", "No handover of this contact has come to the end of its days.")
            : ReviseContact(state, command, ContactLife.WithoutHandover(newest), self, policies, now);
    }

    private static Outcome<ImmutableArray<IEvent>> ReviseContact(
        RecordState state, RecordCommand command, RecordContent content, NodeIdentity self, Policies policies,
        DateTimeOffset now) =>
        Revise(
            state,
            new ReviseRecord { Actor = command.Actor, Expected = command.Expected, Content = content },
            self,
            policies,
            now);

    private static Refusal? OfConfirmation(RecordState state, ConfirmContact command)
    {
        if (OfNextVersion(state, command) is { } refusal)
        {
            return refusal;
        }

        var known = new ContactView(state.NewestCleared!.Content).Channels.Select(channel => channel.Id).ToArray();
        return command.ChannelIds.Any(id => !known.Contains(id))
            ? Refusal.Invalid([new FieldFault("channelIds", "Must be ids of channels of this contact.")])
            : null;
    }

    // A command that says one new thing of a contact begins where the last version is cleared and none is worked on.
    private static Refusal? OfNextVersion(RecordState state, RecordCommand command)
    {
        if (LifecycleRules.OfRecord(state, command) is { } refusal)
        {
            return refusal;
        }

        if (state.Header!.RecordType != RecordTypes.PointOfContact)
        {
            return LifecycleRules.No("NOT_A_CONTACT", "This is done with a point of contact only.");
        }

        return state.NewestCleared is null || state.Working is not null
            ? LifecycleRules.WrongState(
                "Only a contact that was cleared, and of which no version is being worked on, is changed like this: "
                    + "finish or abandon that version first.")
            : null;
    }

    // domain.md §5.1 J2: the nominating authority confirms who follows by an act of its own.
    private static bool IsUnconfirmedHandover(RecordState state, RecordVersion version)
    {
        var before = state.NewestCleared?.Content.Claims ?? default;
        var after = version.Content.Claims;
        return Json.Get(after, ContactLife.HandoverField) is not null
            && ContactLife.Fields.Any(field => !IsEqual(before, after, field))
            && IsEqual(before, after, ContentDefaults.NominationField);
    }

    private static bool IsEqual(JsonElement before, JsonElement after, string field) =>
        (Json.Get(before, field), Json.Get(after, field)) switch
        {
            ({ } one, { } other) => JsonElement.DeepEquals(one, other),
            var (one, other) => one is null && other is null,
        };
}
