using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using CbmExchange.Domain.Lifecycle;
using CbmExchange.Domain.Officers;
using CbmExchange.Domain.Records;
using CbmExchange.Domain.Release;

namespace CbmExchange.Domain.Cases;

/// <summary>An own message of which no human receipt is recorded at one recipient.</summary>
/// <param name="Header">Its header: a reminder is in its context.</param>
/// <param name="ContentHash">The version that the recipient was given.</param>
/// <param name="ReferenceNumber">By which it can be found.</param>
/// <param name="Precedence">Its precedence.</param>
/// <param name="Recipient">Whom to remind.</param>
/// <param name="Tlp">The label under which it was given.</param>
public sealed record UnconfirmedMessage(
    RecordHeader Header,
    ContentHash ContentHash,
    string ReferenceNumber,
    string Precedence,
    ParticipantId Recipient,
    string Tlp
);

/// <summary>
/// Which armed step a node takes by itself, and the reminder with which it does (decision 0038). Pure. Each step is
/// taken once, in order, each after the time of the message's precedence; none once somebody was reached.
/// </summary>
public static class ReminderDecider
{
    private const string Language = "en";

    /// <summary>The step that is due; null: none now.</summary>
    /// <param name="question">Who can be reached, and what was tried.</param>
    /// <param name="armedCount">Number of the last step that the node may take.</param>
    /// <param name="dueAt">When the time of the message itself is over.</param>
    /// <param name="policies">How long each step is given.</param>
    public static EscalationChoice? Due(
        EscalationQuestion question, int armedCount, DateTimeOffset dueAt, Policies policies)
    {
        var last = question.Attempts.LastOrDefault(attempt => attempt.Reminder is not null);
        var from = last is null ? dueAt : last.OccurredAt + policies.ReceiptWithin(question.Precedence);
        var taken = last is null ? 0 : EscalationSteps.Number(last.Step);
        return EscalationLadder.Rests(question.Attempts) || from > question.At
            ? null
            : EscalationLadder.OverInbox(question).FirstOrDefault(choice =>
                EscalationSteps.Number(choice.Step) is var number && number > taken && number <= armedCount);
    }

    /// <summary>Begins the reminder, in the name of who armed the step. Refusals: as of any draft.</summary>
    public static Outcome<ImmutableArray<IEvent>> Draft(
        UnconfirmedMessage message,
        EscalationChoice choice,
        Actor actor,
        RecordId id,
        NodeIdentity self,
        Policies policies,
        DateTimeOffset now,
        ReadOnlySpan<byte> random
    ) =>
        RecordDecider.Draft(
            RecordState.Empty,
            new DraftRecord
            {
                Actor = actor,
                Header = new RecordHeader
                {
                    Originator = self.Participant,
                    RecordId = id,
                    RecordType = RecordTypes.Reminder,
                    SchemaVersion = ContentRules.SchemaVersion,
                    Context = message.Header.Context,
                    ExerciseId = message.Header.ExerciseId,
                    Provenance = "self-declared",
                    AuthoritativeLanguages = [Language],
                },
                Content = new RecordContent(
                    JsonSerializer.SerializeToElement(ContentOf(message, choice.Entry?.RecordId, now))),
            },
            self,
            policies,
            now,
            random
        );

    /// <summary>The one grant: to whom the message was given, under its label, never onward without consent.</summary>
    public static ReleaseGrant GrantFor(UnconfirmedMessage message) =>
        new(
            new Audience { Include = [AudienceMember.Participant(message.Recipient)] },
            new Marking { Tlp = message.Tlp, Onward = OnwardSharing.NotWithoutConsent },
            PartSelection.All
        );

    private static JsonObject ContentOf(UnconfirmedMessage message, RecordId? contact, DateTimeOffset now)
    {
        var content = new JsonObject
        {
            ["precedence"] = message.Precedence,
            [ReminderNote.OfField] = new JsonObject
            {
                ["recordId"] = message.Header.RecordId.Value,
                ["contentHash"] = message.ContentHash.Hex,
            },
            [ReminderNote.OfNumberField] = message.ReferenceNumber,
            ["at"] = TextRules.FormatTime(now),
        };
        if (message.Precedence == Precedences.Flash)
        {
            content["precedenceReason"] = ReminderNote.FlashReason;
        }

        if (contact is { } desk)
        {
            content[ReminderNote.ContactField] = desk.Value;
        }

        return content;
    }
}
