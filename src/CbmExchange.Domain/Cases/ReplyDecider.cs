using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using CbmExchange.Domain.Lifecycle;
using CbmExchange.Domain.Officers;
using CbmExchange.Domain.Records;
using CbmExchange.Domain.Release;

namespace CbmExchange.Domain.Cases;

/// <summary>A message of another participant, as this node holds it.</summary>
/// <param name="Header">Its header; the originator gets the reply.</param>
/// <param name="ContentHash">The version held.</param>
/// <param name="CaseId">Its case, where it states one.</param>
/// <param name="Precedence">Its precedence, where it states one.</param>
/// <param name="Tlp">The label under which it is held: the reply is not marked wider.</param>
public sealed record ReceivedMessage(
    RecordHeader Header,
    ContentHash ContentHash,
    string? CaseId,
    string? Precedence,
    string Tlp
);

/// <summary>Confirms receipt of a message.</summary>
/// <param name="Actor">A duty officer, technical contact or, at an organisation, its secretariat.</param>
/// <param name="DutyDesk">The desk; at most one acknowledgement per desk and message.</param>
/// <param name="Language">BCP 47 tag of the acknowledgement when no authoritative text says its own.</param>
/// <param name="IntendedNextStep">The same words in one or more languages; none is no statement.</param>
/// <param name="ExpectedReplyBy">Optional.</param>
public sealed record AcknowledgeMessage(
    Actor Actor,
    string DutyDesk,
    string Language,
    ImmutableArray<TextView> IntendedNextStep,
    DateTimeOffset? ExpectedReplyBy = null
);

/// <summary>
/// Answers a message. It is drafted like any record and takes a second person before it leaves; a phrase of the library
/// does not (<see cref="PhraseReply"/>).
/// </summary>
/// <param name="Actor">Who drafts.</param>
/// <param name="Kind">information, holding-reply, clarification, assistance or decline.</param>
/// <param name="Language">BCP 47 tag of a reply without a text that is authoritative.</param>
/// <param name="Text">The same words in one or more languages. Required, except for decline and with a phrase.</param>
public sealed record RespondToMessage(Actor Actor, string Kind, string Language, ImmutableArray<TextView> Text)
{
    /// <summary>For a holding reply: when an answer is expected.</summary>
    public DateTimeOffset? AnswerBy { get; init; }

    /// <summary>Id of the phrase that is all it says; its words are the text.</summary>
    public string? Phrase { get; init; }

    /// <summary>A contact for what follows.</summary>
    public RecordId? FurtherContact { get; init; }
}

/// <summary>
/// Makes the first event of a reply: a RecordDrafted like that of any record, so that clearance, release and the
/// entry go
/// the same way. An acknowledgement is then cleared and released by the same officer without a second person: it is a
/// fact of receipt, says nothing else, and goes to the originator only (domain.md §4.9, §4.19).
/// </summary>
public static class ReplyDecider
{
    private const string Authoritative = "authoritative";

    /// <summary>
    /// Begins an acknowledgement. No events when this desk acknowledged this message already: duplicates are merged.
    /// Refusals: ROLE_NOT_ALLOWED, NOT_A_MESSAGE, FIELDS_INVALID.
    /// </summary>
    public static Outcome<ImmutableArray<IEvent>> Acknowledge(
        ReceivedMessage message,
        AcknowledgeMessage command,
        RecordId replyId,
        IReadOnlySet<string> desksThatAcknowledged,
        NodeIdentity self,
        Policies policies,
        DateTimeOffset now,
        ReadOnlySpan<byte> random
    )
    {
        if (Permissions.Check(command.Actor, OfficerAction.Acknowledge, RecordTypes.Acknowledgement) is { } refused)
        {
            return refused;
        }

        if (!RecordTypes.IsMessage(message.Header.RecordType))
        {
            return new Refusal(RefusalKind.FailedPrecondition, "NOT_A_MESSAGE", "Only a message is acknowledged.");
        }

        if (desksThatAcknowledged.Contains(command.DutyDesk))
        {
            return ImmutableArray<IEvent>.Empty;
        }

        var content = Base(message);
        content["dutyDesk"] = command.DutyDesk;
        content["at"] = TextRules.FormatTime(now);
        SetTexts(content, "intendedNextStep", command.IntendedNextStep);
        SetTime(content, "expectedReplyBy", command.ExpectedReplyBy);
        return Begin(
            message,
            command.Actor,
            RecordTypes.Acknowledgement,
            replyId,
            LanguagesOf(command.IntendedNextStep, command.Language),
            content,
            self,
            policies,
            now,
            random
        );
    }

    /// <summary>Begins a response. Refusals: ROLE_NOT_ALLOWED, NOT_A_MESSAGE, FIELDS_INVALID.</summary>
    public static Outcome<ImmutableArray<IEvent>> Respond(
        ReceivedMessage message,
        RespondToMessage command,
        RecordId replyId,
        NodeIdentity self,
        Policies policies,
        DateTimeOffset now,
        ReadOnlySpan<byte> random
    )
    {
        if (!RecordTypes.IsMessage(message.Header.RecordType))
        {
            return new Refusal(RefusalKind.FailedPrecondition, "NOT_A_MESSAGE", "Only a message is answered.");
        }

        var content = Base(message);
        content["kind"] = command.Kind;
        if (message.Precedence is { } precedence && Precedences.Rank(precedence) is >= 0 and < 3)
        {
            content["precedence"] = precedence;
        }
        else if (message.Precedence == Precedences.Flash)
        {
            content["precedence"] = Precedences.Flash;
            content["precedenceReason"] = PhraseReply.FlashReason;
        }

        SetTexts(content, "text", command.Text);
        SetTime(content, "answerBy", command.AnswerBy);
        SetText(content, PhraseReply.PhraseField, command.Phrase);
        SetText(content, PhraseReply.ContactField, command.FurtherContact?.Value);
        return Begin(
            message,
            command.Actor,
            RecordTypes.Response,
            replyId,
            LanguagesOf(command.Text, command.Language),
            content,
            self,
            policies,
            now,
            random
        );
    }

    /// <summary>
    /// The one grant of a reply: everything, to the originator, at least as strict as the message, never onward without
    /// consent.
    /// </summary>
    public static ReleaseGrant GrantTo(ReceivedMessage message) =>
        new(
            new Audience { Include = [AudienceMember.Participant(message.Header.Originator)] },
            new Marking
            {
                Tlp = TlpLabels.StrictestFirst.Contains(message.Tlp) ? message.Tlp : TlpLabels.Red,
                Onward = OnwardSharing.NotWithoutConsent,
            },
            PartSelection.All
        );

    private static Outcome<ImmutableArray<IEvent>> Begin(
        ReceivedMessage message,
        Actor actor,
        string recordType,
        RecordId replyId,
        ImmutableArray<string> languages,
        JsonObject content,
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
                    RecordId = replyId,
                    RecordType = recordType,
                    SchemaVersion = ContentRules.SchemaVersion,
                    Context = message.Header.Context,
                    ExerciseId = message.Header.ExerciseId,
                    Provenance = "self-declared",
                    AuthoritativeLanguages = languages,
                },
                Content = new RecordContent(JsonSerializer.SerializeToElement(content)),
                InReplyTo = new ReplyTarget(message.Header.RecordId, message.ContentHash, message.Header.Originator),
            },
            self,
            policies,
            now,
            random
        );

    // The context of a case never changes, so a reply is in the context of its message (domain.md §4.2).
    private static JsonObject Base(ReceivedMessage message)
    {
        var content = new JsonObject
        {
            ["ofRecord"] = new JsonObject
            {
                ["recordId"] = message.Header.RecordId.Value,
                ["contentHash"] = message.ContentHash.Hex,
            },
        };
        if (message.CaseId is { } caseId && TextRules.IsUuid(caseId))
        {
            content["caseId"] = caseId;
        }

        return content;
    }

    private static ImmutableArray<string> LanguagesOf(ImmutableArray<TextView> texts, string otherwise)
    {
        var languages = texts
            .Where(text => text.Status == Authoritative)
            .Select(text => text.Lang)
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .ToImmutableArray();
        return languages.IsEmpty ? [otherwise] : languages;
    }

    private static void SetTexts(JsonObject content, string field, ImmutableArray<TextView> texts)
    {
        if (!texts.IsEmpty)
        {
            content[field] = new JsonArray([
                .. texts.Select(text => new JsonObject
                {
                    ["lang"] = text.Lang,
                    ["text"] = text.Text,
                    ["status"] = text.Status,
                }),
            ]);
        }
    }

    private static void SetText(JsonObject content, string field, string? text)
    {
        if (!string.IsNullOrEmpty(text))
        {
            content[field] = text;
        }
    }

    private static void SetTime(JsonObject content, string field, DateTimeOffset? time)
    {
        if (time is { } at)
        {
            content[field] = TextRules.FormatTime(at);
        }
    }
}
