using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using CbmExchange.Domain.Cases;
using CbmExchange.Domain.Lifecycle;
using CbmExchange.Domain.Officers;
using CbmExchange.Domain.Records;

namespace CbmExchange.Domain.Checks;

/// <summary>A human answers a check.</summary>
/// <param name="Actor">Duty officer, technical contact or secretariat.</param>
/// <param name="Outcome">Code of list check-outcome.</param>
/// <param name="Code">Six digits; null unless confirmed.</param>
/// <param name="DutyDesk">The desk.</param>
public sealed record AnswerCheck(Actor Actor, string Outcome, string? Code, string DutyDesk);

/// <summary>
/// Makes the first event of an answer to a check. Like an acknowledgement it is cleared and released by the same
/// officer: a fact, which goes to the originator of the check only. Pure.
/// </summary>
public static class CheckAnswerDecider
{
    /// <summary>
    /// Begins an answer. Refusals: ROLE_NOT_ALLOWED, NOT_A_CHECK, CODE_NOT_SHOWN, FIELDS_INVALID.
    /// </summary>
    public static Outcome<ImmutableArray<IEvent>> Answer(
        ReceivedMessage message,
        CheckMessageView check,
        AnswerCheck command,
        RecordId answerId,
        NodeIdentity self,
        DateTimeOffset now,
        ReadOnlySpan<byte> random
    )
    {
        var refusal = Permissions.Check(command.Actor, OfficerAction.Acknowledge, RecordTypes.CheckAnswer)
            ?? OfCheck(message, check)
            ?? OfCode(check, command.Code);
        return refusal is not null
            ? refusal
            : RecordDecider.Draft(
                RecordState.Empty,
                new DraftRecord
                {
                    Actor = command.Actor,
                    Header = HeaderOf(message, answerId, self),
                    Content = ContentOf(message, command, now),
                    InReplyTo = new ReplyTarget(
                        message.Header.RecordId, message.ContentHash, message.Header.Originator),
                },
                self,
                Policies.Default,
                now,
                random);
    }

    private static Refusal? OfCheck(ReceivedMessage message, CheckMessageView check) =>
        message.Header.RecordType == RecordTypes.CommunicationCheck && check.Purpose == "check"
            ? null
            : LifecycleRules.No(
                "NOT_A_CHECK", "Only a communication check is answered so; an announcement or a reminder is not one.");

    // Where the message itself is the only channel, what does not stand in it is a slip: better said at once.
    private static Refusal? OfCode(CheckMessageView check, string? code) =>
        code is null || !check.IsInboxOnly || check.Groups.Contains(code)
            ? null
            : LifecycleRules.No("CODE_NOT_SHOWN", "This code does not stand in the message; nothing was sent.");

    private static RecordHeader HeaderOf(ReceivedMessage message, RecordId answerId, NodeIdentity self) =>
        new()
        {
            Originator = self.Participant,
            RecordId = answerId,
            RecordType = RecordTypes.CheckAnswer,
            SchemaVersion = ContentRules.SchemaVersion,
            Context = message.Header.Context,
            Provenance = "self-declared",
            AuthoritativeLanguages = [CheckContents.Language],
        };

    private static RecordContent ContentOf(ReceivedMessage message, AnswerCheck command, DateTimeOffset now)
    {
        var content = new JsonObject
        {
            ["ofRecord"] = new JsonObject
            {
                ["recordId"] = message.Header.RecordId.Value,
                ["contentHash"] = message.ContentHash.Hex,
            },
            ["outcome"] = command.Outcome,
            ["dutyDesk"] = command.DutyDesk,
            ["at"] = TextRules.FormatTime(now),
        };
        if (command.Code is { } code)
        {
            content["code"] = code;
        }

        return new RecordContent(JsonSerializer.SerializeToElement(content));
    }
}
