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

/// <summary>From one moment until another; null where the one was not stated.</summary>
public sealed record PeriodView(DateTimeOffset? From, DateTimeOffset? Until)
{
    /// <summary>True when the moment lies in it.</summary>
    public bool Holds(DateTimeOffset at) => !(at < From) && !(Until <= at);
}

/// <summary>
/// Typed reading of a point-of-contact as far as it was disclosed: what is missing reads as null or empty, and codes
/// that are not known here stay as they are. Read once, when it is made, and keeps nothing of the content besides: no
/// person, so that a view which is held in memory holds no personal data.
/// </summary>
public sealed class ContactView(RecordContent content)
{
    private readonly bool isAlways = Json.String(content.Claims, "coverage") == "24x7";

    /// <summary>Reference number, where disclosed.</summary>
    public string? ReferenceNumber { get; } = Json.String(content.Claims, ContentDefaults.ReferenceNumberField);

    /// <summary>Name of the office, in English where it is stated; null when not disclosed.</summary>
    public string? Office { get; } = OfficeOf(content.Claims);

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
    public DutyHours? DutyHours => isAlways ? DutyHours.Always : OfficeHours;

    /// <summary>
    /// The hours of the schedule, also of a desk that is manned 24/7: then the hours of its channels and languages that
    /// are not there at night. Null as for <see cref="DutyHours"/>.
    /// </summary>
    public DutyHours? OfficeHours { get; } =
        Json.Get(content.Claims, "schedule") is { } schedule ? DutyHours.Read(schedule) : null;

    /// <summary>While the desk does not answer; null when nothing is stated.</summary>
    public PeriodView? Unavailable { get; } = Period(content.Claims, "unavailable");

    /// <summary>Who stands in meanwhile.</summary>
    public RecordId? Replacement { get; } = Id(Json.String(content.Claims, "replacementContactId"));

    /// <summary>The days on which who leaves and who follows can both be reached.</summary>
    public PeriodView? Handover { get; } = Period(content.Claims, "handover");

    /// <summary>The contact that follows; null where persons of the same office change.</summary>
    public RecordId? Successor { get; } = Id(Json.String(content.Claims, "successorContactId"));

    /// <summary>Who else answers for this desk.</summary>
    public RecordId? Deputy { get; } = Id(Json.String(content.Claims, "deputyContactId"));

    /// <summary>Whom the State names to try next.</summary>
    public RecordId? EscalationNext { get; } = Id(Json.String(content.Claims, "escalationNextId"));

    /// <summary>The contact for other hours; null where none is named.</summary>
    public RecordId? OutOfHours { get; } =
        Json.String(content.Claims, "outOfHours") is { } other && other.StartsWith("contact:", StringComparison.Ordinal)
            ? new RecordId(other["contact:".Length..])
            : null;

    /// <summary>Highest precedence accepted; null accepts any.</summary>
    public string? MaxPrecedence { get; } = Json.String(content.Claims, "maxPrecedence");

    /// <summary>When the entry must be reviewed.</summary>
    public DateTimeOffset? ReviewBy { get; } = Json.Time(content.Claims, "reviewBy");

    /// <summary>From when it is valid.</summary>
    public DateTimeOffset? ValidFrom { get; } = Json.Time(content.Claims, "validFrom");

    /// <summary>Until when it is valid.</summary>
    public DateTimeOffset? ValidUntil { get; } = Json.Time(content.Claims, "validUntil");

    private static string? OfficeOf(JsonElement claims)
    {
        var names = Json.List(claims, "officeName").ToArray();
        var best = Array.Find(names, name => Json.String(name, "lang") == "en");
        return Json.String(best.ValueKind == JsonValueKind.Object ? best : names.FirstOrDefault(), "text");
    }

    private static PeriodView? Period(JsonElement claims, string field) =>
        Json.Get(claims, field) is { } period
            ? new PeriodView(Json.Time(period, "from"), Json.Time(period, "until"))
            : null;

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
