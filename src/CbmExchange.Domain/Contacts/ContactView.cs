using System.Collections.Immutable;
using System.Text.Json;
using CbmExchange.Domain.Records;

namespace CbmExchange.Domain.Contacts;

/// <summary>A named person, where disclosed.</summary>
public sealed record PersonView(
    string? Id,
    ImmutableArray<TextView> Names,
    string? Title,
    string? Pronoun,
    string? Romanised
);

/// <summary>A way to reach a contact.</summary>
public sealed record ChannelView(
    string? Id,
    string? Type,
    string? Value,
    string? Extension,
    int PriorityOrder,
    string? UsableFromPrecedence,
    bool IsSecure,
    string? KeyFingerprint,
    bool IsReachableFromAbroad,
    string? Hours,
    string? Note
);

/// <summary>A language spoken at a desk.</summary>
public sealed record SpokenLanguageView(string Lang, string? Level, string? Hours);

/// <summary>A topic that a contact does not answer for.</summary>
public sealed record NotForView(string Topic, RecordId? Contact);

/// <summary>
/// Typed reading of a point-of-contact as far as it was disclosed: what is missing reads as null or empty, and codes
/// that
/// are not known here stay as they are.
/// </summary>
public sealed class ContactView(RecordContent content)
{
    private readonly JsonElement claims = content.Claims;

    /// <summary>Subject of the record.</summary>
    public ImmutableArray<TextView> Subject => TextView.Read(claims, "subject");

    /// <summary>Name of the office.</summary>
    public ImmutableArray<TextView> OfficeName => TextView.Read(claims, "officeName");

    /// <summary>Organisation that the office belongs to.</summary>
    public ImmutableArray<TextView> Organisation => TextView.Read(claims, "organisation");

    /// <summary>Reference number, where disclosed.</summary>
    public string? ReferenceNumber => Json.String(claims, ContentDefaults.ReferenceNumberField);

    /// <summary>Codes of list poc-kind.</summary>
    public ImmutableArray<string> Kinds => [.. Json.Strings(claims, "kinds")];

    /// <summary>Topics answered for.</summary>
    public ImmutableArray<string> Competences => [.. Json.Strings(claims, "competences")];

    /// <summary>Topics not answered for.</summary>
    public ImmutableArray<NotForView> NotFor =>
        [
            .. Json.List(claims, "notFor")
                .Where(item => Json.String(item, "topic") is not null)
                .Select(item => new NotForView(Json.String(item, "topic")!, Id(Json.String(item, "contactId")))),
        ];

    /// <summary>Channels, tried first first; those without an order come last.</summary>
    public ImmutableArray<ChannelView> Channels =>
        [.. Json.List(claims, "channels").Select(ReadChannel).OrderBy(channel => channel.PriorityOrder)];

    /// <summary>Persons, where disclosed. Personal data.</summary>
    public ImmutableArray<PersonView> Persons =>
        [
            .. Json.List(claims, PersonalData.PersonsField)
                .Select(item => new PersonView(
                    Json.String(item, "id"),
                    TextView.Read(item, "name"),
                    Json.String(item, "title"),
                    Json.String(item, "pronoun"),
                    Json.String(item, "romanised")
                )),
        ];

    /// <summary>Languages spoken.</summary>
    public ImmutableArray<SpokenLanguageView> Languages =>
        [
            .. Json.List(claims, "languages")
                .Where(item => Json.String(item, "lang") is not null)
                .Select(item => new SpokenLanguageView(
                    Json.String(item, "lang")!,
                    Json.String(item, "level"),
                    Json.String(item, "hours")
                )),
        ];

    /// <summary>24x7 or schedule.</summary>
    public string? Coverage => Json.String(claims, "coverage");

    /// <summary>Duty hours; null when not disclosed, not stated, or in a zone that is not known here.</summary>
    public DutyHours? DutyHours =>
        Coverage == "24x7" ? DutyHours.Always
        : Json.Get(claims, "schedule") is { } schedule ? DutyHours.Read(schedule)
        : null;

    /// <summary>next-working-day, contact:… or channel:….</summary>
    public string? OutOfHours => Json.String(claims, "outOfHours");

    /// <summary>Highest precedence accepted; null accepts any.</summary>
    public string? MaxPrecedence => Json.String(claims, "maxPrecedence");

    /// <summary>Contact to try next.</summary>
    public RecordId? Deputy => Id(Json.String(claims, "deputyContactId"));

    /// <summary>Contact to escalate to.</summary>
    public RecordId? EscalationNext => Id(Json.String(claims, "escalationNextId"));

    /// <summary>When the entry must be reviewed.</summary>
    public DateTimeOffset? ReviewBy => Json.Time(claims, "reviewBy");

    /// <summary>From when it is valid.</summary>
    public DateTimeOffset? ValidFrom => Json.Time(claims, "validFrom");

    /// <summary>Until when it is valid.</summary>
    public DateTimeOffset? ValidUntil => Json.Time(claims, "validUntil");

    /// <summary>The State's act, where disclosed.</summary>
    public Nomination? Nomination =>
        Json.Get(claims, ContentDefaults.NominationField) is { } act
            ? new Nomination(
                Json.String(act, "referenceNo") ?? "",
                Json.String(act, "date") ?? "",
                Json.String(act, "nominatingAuthority") ?? "",
                Json.String(act, "medium") ?? ""
            )
            : null;

    private static RecordId? Id(string? text) => text is null ? null : new RecordId(text);

    private static ChannelView ReadChannel(JsonElement item) =>
        new(
            Json.String(item, "id"),
            Json.String(item, "type"),
            Json.String(item, "value"),
            Json.String(item, "extension"),
            Json.Get(item, "priorityOrder") is { } order && Json.Integer(order) is > 0 and < int.MaxValue and var number
                ? (int)number
                : int.MaxValue,
            Json.String(item, "usableFromPrecedence"),
            Json.Bool(item, "secure"),
            Json.String(item, "keyFingerprint"),
            Json.Bool(item, "reachableFromAbroad"),
            Json.String(item, "hours"),
            Json.String(item, "note")
        );
}
