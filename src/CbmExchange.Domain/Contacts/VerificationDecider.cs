using System.Collections.Immutable;
using CbmExchange.Domain.Officers;
using CbmExchange.Domain.Records;

namespace CbmExchange.Domain.Contacts;

/// <summary>What an officer says about reaching a contact by a channel.</summary>
/// <param name="Actor">Who records it.</param>
/// <param name="ChannelId">The channel tried.</param>
/// <param name="Method">Code of list verification-method.</param>
/// <param name="Result">Code of list check-result.</param>
/// <param name="TriedAt">When; null for now.</param>
/// <param name="Note">In the officer's words; empty for none.</param>
public sealed record RecordVerification(
    Actor Actor,
    string ChannelId,
    string Method,
    string Result,
    DateTimeOffset? TriedAt,
    string Note
);

/// <summary>decide(contact, command, now) = one event or a refusal. Pure.</summary>
public static class VerificationDecider
{
    /// <summary>
    /// Keeps what came of reaching a contact that another participant released to this node. Refusals:
    /// ROLE_NOT_ALLOWED, OWN_CONTACT, FIELDS_INVALID.
    /// </summary>
    public static Outcome<ContactVerified> Decide(
        ContactEntry contact, RecordVerification command, NodeIdentity self, Policies policies, DateTimeOffset now)
    {
        if (Permissions.Check(command.Actor, OfficerAction.Verify, RecordTypes.PointOfContact) is { } refused)
        {
            return refused;
        }

        if (contact.Originator == self.Participant)
        {
            return new Refusal(
                RefusalKind.FailedPrecondition,
                "OWN_CONTACT",
                "This is a contact of your own State: confirm it with a new version (`cbmx contact confirm`).");
        }

        var channel = contact.View.Channels.FirstOrDefault(known => known.Id is { } id && id == command.ChannelId);
        var faults = FaultsOf(command, channel, policies, now).ToArray();
        return faults.Length > 0
            ? Refusal.Invalid(faults)
            : new ContactVerified(
                contact.RecordId,
                contact.Originator,
                command.ChannelId,
                channel!.Fingerprint,
                command.Method,
                command.Result,
                command.TriedAt ?? now,
                command.Note.Length == 0 ? null : command.Note,
                command.Actor.Id,
                now);
    }

    private static IEnumerable<FieldFault> FaultsOf(
        RecordVerification command, ChannelView? channel, Policies policies, DateTimeOffset now)
    {
        if (channel is null)
        {
            yield return new FieldFault("channelId", "This contact shows you no channel with this id.");
        }

        if (!VerificationMethods.OfViewer.Contains(command.Method))
        {
            yield return new FieldFault(
                "method", $"Must be one of: {string.Join(", ", VerificationMethods.OfViewer)}.");
        }

        if (!VerificationResults.All.Contains(command.Result))
        {
            yield return new FieldFault("result", $"Must be one of: {string.Join(", ", VerificationResults.All)}.");
        }

        if (command.TriedAt is { } at && at > now + policies.ClockSkewMax)
        {
            yield return new FieldFault("triedAt", "Must not lie in the future.");
        }

        if (!TextRules.IsPlainLine(command.Note) || TextRules.Length(command.Note) > ContentLimits.NoteCharsMax)
        {
            yield return new FieldFault(
                "note", $"Must be one line of at most {ContentLimits.NoteCharsMax} characters.");
        }
    }
}
