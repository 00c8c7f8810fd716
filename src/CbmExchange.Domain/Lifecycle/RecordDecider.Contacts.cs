using System.Collections.Immutable;
using CbmExchange.Domain.Contacts;
using CbmExchange.Domain.Records;

namespace CbmExchange.Domain.Lifecycle;

/// <content>The review of a State's own contact.</content>
public static partial class RecordDecider
{
    /// <summary>
    /// Begins a version of a published contact that says the same, confirmed today and with a new review date. It goes
    /// the way of every version: submitted, cleared by a second person, released. Refusals: as Revise, NOT_A_CONTACT,
    /// WRONG_STATE.
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

        var confirmed = ContactConfirmation.Of(state.NewestCleared!.Content, command.ChannelIds, now, policies);
        return Revise(
            state,
            new ReviseRecord
            {
                Actor = command.Actor,
                Expected = command.Expected,
                Content = confirmed,
            },
            self,
            policies,
            now);
    }

    private static Refusal? OfConfirmation(RecordState state, ConfirmContact command)
    {
        if (LifecycleRules.OfRecord(state, command) is { } refusal)
        {
            return refusal;
        }

        if (state.Header!.RecordType != RecordTypes.PointOfContact)
        {
            return LifecycleRules.No("NOT_A_CONTACT", "Only a point of contact is confirmed.");
        }

        if (state.NewestCleared is not { } newest || state.Working is not null)
        {
            return LifecycleRules.WrongState(
                "Only a contact that was cleared, and of which no version is being worked on, can be confirmed: finish "
                    + "or abandon that version first.");
        }

        var known = new ContactView(newest.Content).Channels.Select(channel => channel.Id).ToArray();
        if (command.ChannelIds.Any(id => !known.Contains(id)))
        {
            return Refusal.Invalid([new FieldFault("channelIds", "Must be ids of channels of this contact.")]);
        }

        return null;
    }
}
