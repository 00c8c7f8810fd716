using System.Collections.Immutable;
using System.Text.Json;
using CbmExchange.Domain.Records;

namespace CbmExchange.Domain.Cases;

/// <summary>What any message says of itself, as far as it was disclosed: enough for one line of a timeline.</summary>
public sealed class MessageView(RecordContent content)
{
    // The words of a message stand in the first of these that it has.
    private static readonly ImmutableArray<string> WordFields =
        ["summary", "question", "text", "about", "purpose", "intendedNextStep", "note"];

    private readonly JsonElement claims = content.Claims;

    /// <summary>Subject.</summary>
    public ImmutableArray<TextView> Subject => TextView.Read(claims, "subject");

    /// <summary>Its words, in every language.</summary>
    public ImmutableArray<TextView> Words =>
        WordFields.Select(name => TextView.Read(claims, name)).FirstOrDefault(texts => !texts.IsEmpty, []);

    /// <summary>Reference number.</summary>
    public string? ReferenceNumber => Json.String(claims, ContentDefaults.ReferenceNumberField);

    /// <summary>When it was written, by the writer's clock.</summary>
    public DateTimeOffset? AuthoredAt => Json.Time(claims, ContentDefaults.AuthoredAtField);

    /// <summary>When it happened, at the earliest; for an acknowledgement when somebody confirmed.</summary>
    public DateTimeOffset? OccurredAt =>
        Json.Get(claims, "occurredAt") is { } range ? Json.Time(range, "earliest") : Json.Time(claims, "at");

    /// <summary>Precedence code.</summary>
    public string? Precedence => Json.String(claims, "precedence");

    /// <summary>Stage of a notification or consultation, kind of an answer.</summary>
    public string? Stage => Json.String(claims, "stage") ?? Json.String(claims, "kind");

    /// <summary>The desk that acknowledged.</summary>
    public string? DutyDesk => Json.String(claims, "dutyDesk");

    /// <summary>Contacts that it names for a participant.</summary>
    public ImmutableArray<RecordId> DesksAt(ParticipantId participant) =>
        [
            .. Json.List(claims, "addressees")
                .Where(item => Json.String(item, "participantId") == participant.Value)
                .Select(item => Json.String(item, "contactId"))
                .OfType<string>()
                .Select(id => new RecordId(id)),
        ];

    /// <summary>The rendering in English, else the first authoritative one, else the first.</summary>
    public static string Best(ImmutableArray<TextView> texts) =>
        (texts.FirstOrDefault(text => text.Lang == "en")
            ?? texts.FirstOrDefault(text => text.Status == "authoritative")
            ?? texts.FirstOrDefault())?.Text ?? "";
}
