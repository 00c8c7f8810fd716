using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CbmExchange.Domain.Records;

namespace CbmExchange.Domain.Contacts;

/// <summary>A way to reach a contact; <c>ConfirmedOn</c> is the State's own confirmation of it, at 00:00 UTC.</summary>
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
    string? Note,
    DateTimeOffset? ConfirmedOn
)
{
    /// <summary>
    /// SHA-256 of what leads to the desk (type, value, extension), in lower-case hex: tells one number from the one
    /// that stood there before, without repeating it.
    /// </summary>
    public string Fingerprint =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{Type}\n{Value}\n{Extension}")));
}

/// <summary>A language spoken at a desk.</summary>
public sealed record SpokenLanguageView(string Lang, string? Level, string? Hours);

/// <summary>A topic that a contact does not answer for.</summary>
public sealed record NotForView(string Topic, RecordId? Contact);

/// <summary>
/// Typed reading of a point-of-contact as far as it was disclosed: what is missing reads as null or empty, and codes
/// that are not known here stay as they are. Read once, when it is made, and keeps nothing of the content besides: no
/// person, so that a view which is held in memory holds no personal data.
/// </summary>
public sealed class ContactView(RecordContent content)
{
    /// <summary>Reference number, where disclosed.</summary>
    public string? ReferenceNumber { get; } = Json.String(content.Claims, ContentDefaults.ReferenceNumberField);

    /// <summary>Codes of list poc-kind.</summary>
    public ImmutableArray<string> Kinds { get; } = [.. Json.Strings(content.Claims, "kinds")];

    /// <summary>Topics answered for.</summary>
    public ImmutableArray<string> Competences { get; } = [.. Json.Strings(content.Claims, "competences")];

    /// <summary>Topics not answered for.</summary>
    public ImmutableArray<NotForView> NotFor { get; } =
        [
            .. Json.List(content.Claims, "notFor")
                .Where(item => Json.String(item, "topic") is not null)
                .Select(item => new NotForView(Json.String(item, "topic")!, Id(Json.String(item, "contactId")))),
        ];

    /// <summary>Channels, tried first first; those without an order come last.</summary>
    public ImmutableArray<ChannelView> Channels { get; } =
        [.. Json.List(content.Claims, "channels").Select(ReadChannel).OrderBy(channel => channel.PriorityOrder)];

    /// <summary>Languages spoken.</summary>
    public ImmutableArray<SpokenLanguageView> Languages { get; } =
        [
            .. Json.List(content.Claims, "languages")
                .Where(item => Json.String(item, "lang") is not null)
                .Select(item => new SpokenLanguageView(
                    Json.String(item, "lang")!,
                    Json.String(item, "level"),
                    Json.String(item, "hours")
                )),
        ];

    /// <summary>Duty hours; null when not disclosed, not stated, or in a zone that is not known here.</summary>
    public DutyHours? DutyHours { get; } =
        Json.String(content.Claims, "coverage") == "24x7" ? DutyHours.Always
        : Json.Get(content.Claims, "schedule") is { } schedule ? DutyHours.Read(schedule)
        : null;

    /// <summary>Who else answers for this desk.</summary>
    public RecordId? Deputy { get; } = Id(Json.String(content.Claims, "deputyContactId"));

    /// <summary>Whom the State names to try next.</summary>
    public RecordId? EscalationNext { get; } = Id(Json.String(content.Claims, "escalationNextId"));

    /// <summary>Highest precedence accepted; null accepts any.</summary>
    public string? MaxPrecedence { get; } = Json.String(content.Claims, "maxPrecedence");

    /// <summary>When the entry must be reviewed.</summary>
    public DateTimeOffset? ReviewBy { get; } = Json.Time(content.Claims, "reviewBy");

    /// <summary>From when it is valid.</summary>
    public DateTimeOffset? ValidFrom { get; } = Json.Time(content.Claims, "validFrom");

    /// <summary>Until when it is valid.</summary>
    public DateTimeOffset? ValidUntil { get; } = Json.Time(content.Claims, "validUntil");

    private static RecordId? Id(string? text) => text is null ? null : new RecordId(text);

    internal static ChannelView ReadChannel(JsonElement item) =>
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
            Json.String(item, "note"),
            Day(Json.String(item, "confirmedOn"))
        );

    private static DateTimeOffset? Day(string? text) =>
        DateTimeOffset.TryParseExact(
            text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var day)
            ? day
            : null;
}
