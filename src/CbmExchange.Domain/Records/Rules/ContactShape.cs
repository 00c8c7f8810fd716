using System.Collections.Immutable;
using System.Text.Json;

namespace CbmExchange.Domain.Records.Rules;

/// <summary>point-of-contact (domain.md §4.6; proto/cbm/record/v1/point_of_contact.proto).</summary>
internal static class ContactShape
{
    private const string ContactPrefix = "contact:";

    private static readonly string[] Pointers =
        ["deputyContactId", "escalationNextId", "replacementContactId", "successorContactId"];

    public static CatalogueRow Row =>
        new()
        {
            Code = RecordTypes.PointOfContact,
            Family = RecordFamily.Contact,
            Label = "Point of contact",
            Measures = ["a68-98:26c", "osce:8", "un:1", "oas:2", "oas:3"],
            Source = "A/68/98 §26(c)",
            AlwaysIncluded = [ContentDefaults.RelayedForField],
            Fields = Fields,
            Rules = CheckContact,
            Defaults = (content, policies, now) =>
                [(ContentDefaults.ReviewByField, now.AddMonths(ReviewMonths(content, policies)))],
        };

    private static ImmutableArray<FieldShape> Fields =>
    [
        .. CommonFields.Of(isSubjectRequired: true, isPrecedenceRequired: false),
        Shape.Required("kinds", Shape.List(Values.Closed(CodeLists.PocKind), ContentLimits.ListCountMax)),
        Shape.Required("officeName", Values.Names(ContentLimits.NameCharsMax)),
        Shape.Optional("organisation", Values.Names(ContentLimits.NameCharsMax)),
        Shape.Optional("persons", Shape.ListWithIds(Person, ContentLimits.ListCountMax)),
        Shape.Optional("regimeTags", Shape.List(Values.Open, ContentLimits.ListCountMax)),
        Shape.Required("competences", Shape.List(Values.Open, ContentLimits.ListCountMax)),
        Shape.Optional("notFor", Shape.List(NotFor, ContentLimits.ListCountMax)) with
        {
            PointsTo = value => Json.String(value, "contactId"),
        },
        Shape.Required("channels", Shape.ListWithIds(Channel, ContentLimits.ListCountMax)),
        Shape.Required("languages", Shape.List(SpokenLanguage, ContentLimits.ListCountMax)),
        Shape.Required("coverage", Values.Closed(CodeLists.Coverage)),
        Shape.Optional("schedule", Schedule),
        Shape.Optional(
            "outOfHours",
            Shape.String(IsOutOfHours, "Must be next-working-day, contact:<record id> or channel:<channel id>.")
        ) with { PointsTo = ContactOf },
        Shape.Optional("maxPrecedence", Values.Closed(Precedences.LowestFirst)),
        Shape.Pointer("deputyContactId"),
        Shape.Pointer("escalationNextId"),
        Shape.Optional("responseExpectation", Values.RunningTexts(ContentLimits.SummaryCharsMax)),
        Shape.Optional("nomination", Nomination),
        Shape.Optional("unavailable", Period),
        Shape.Pointer("replacementContactId"),
        Shape.Optional("handover", Period),
        Shape.Pointer("successorContactId"),
        CommonFields.Relayed,
    ];

    public static Check Nomination =>
        Shape.Object(
            Shape.Required("referenceNo", Values.Line(ContentLimits.NoteCharsMax)),
            Shape.Required("date", Values.Day),
            Shape.Required("nominatingAuthority", Values.Line(ContentLimits.NameCharsMax)),
            Shape.Required("medium", Values.Closed(CodeLists.NominationMedium))
        );

    private static Check Person =>
        Shape.Object(
            Shape.Required("id", Values.KebabId),
            Shape.Required("name", Values.Names(ContentLimits.NameCharsMax)),
            Shape.Optional("title", Values.Line(ContentLimits.NoteCharsMax)),
            Shape.Optional("pronoun", Values.Line(ContentLimits.NoteCharsMax)),
            Shape.Optional("romanised", Values.Line(ContentLimits.NameCharsMax)),
            Shape.Optional("servesFrom", Values.Day),
            Shape.Optional("servesUntil", Values.Day)
        );

    private static Check Period =>
        (value, path, faults) =>
        {
            Shape.Object(Shape.Required("from", Values.Time), Shape.Required("until", Values.Time))(
                value, path, faults);
            if (Json.Time(value, "from") is { } from && Json.Time(value, "until") is { } until && until <= from)
            {
                faults.Add(Shape.Join(path, "until"), "Must be later than from.");
            }
        };

    private static Check NotFor =>
        Shape.Object(Shape.Required("topic", Values.Open), Shape.Optional("contactId", Values.Uuid));

    private static Check Channel =>
        (value, path, faults) =>
        {
            Shape.Object(
                Shape.Required("id", Values.KebabId),
                Shape.Required("type", Values.Closed(CodeLists.ChannelType)),
                Shape.Optional("value", Values.Line(ContentLimits.NoteCharsMax)),
                Shape.Optional("extension", Shape.String(IsExtension, "Must be at most 11 digits.")),
                Shape.Optional("priorityOrder", Shape.Integer(1, ContentLimits.ListCountMax)),
                Shape.Optional("usableFromPrecedence", Values.Closed(Precedences.LowestFirst)),
                Shape.Optional("secure", Shape.Bool()),
                Shape.Optional("keyFingerprint", Values.Fingerprint),
                Shape.Optional("reachableFromAbroad", Shape.Bool()),
                Shape.Optional("hours", Values.Closed(CodeLists.Hours)),
                Shape.Optional("note", Values.Line(ContentLimits.NoteCharsMax)),
                Shape.Optional("confirmedOn", Values.Day)
            )(value, path, faults);
            CheckChannelValue(Json.String(value, "type"), Json.String(value, "value"), path, faults);
        };

    private static Check SpokenLanguage =>
        Shape.Object(
            Shape.Required("lang", Values.LanguageTag),
            Shape.Required("level", Values.Closed(CodeLists.LanguageLevel)),
            Shape.Optional("hours", Values.Closed(CodeLists.Hours))
        );

    private static Check Schedule =>
        Shape.Object(
            Shape.Required(
                "timeZone",
                Values.TimeZone
            ),
            Shape.Required(
                "shifts",
                Shape.List(
                    Shape.Object(
                        Shape.Required("weekday", Values.Closed(CodeLists.Weekday)),
                        From,
                        To
                    ),
                    ContentLimits.ListCountMax
                )
            ),
            Shape.Optional("closedOn", Shape.List(Values.Day, ContentLimits.ClosedDaysCountMax)),
            Shape.Optional(
                "datedShifts",
                Shape.List(
                    Shape.Object(Shape.Required("date", Values.Day), From, To), ContentLimits.ClosedDaysCountMax)
            ),
            Shape.Optional("place", Values.Line(ContentLimits.NameCharsMax))
        );

    private static FieldShape From => Shape.Required(
        "from", Shape.String(text => TextRules.IsTimeOfDay(text, isEnd: false), "Must be HH:MM from 00:00 to 23:59."));

    private static FieldShape To => Shape.Required(
        "to", Shape.String(text => TextRules.IsTimeOfDay(text, isEnd: true), "Must be HH:MM from 00:00 to 24:00."));

    private static void CheckChannelValue(string? type, string? value, string path, Faults faults)
    {
        var isRight = (type, value) switch
        {
            (null, _) or ("node-inbox", null) => true,
            (_, null) => false,
            ("voice" or "sms" or "satellite" or "fax", _) => TextRules.IsPhoneNumber(value),
            ("e-mail", _) => TextRules.IsEmail(value),
            _ => true,
        };
        if (!isRight)
        {
            faults.Add(
                Shape.Join(path, "value"),
                type switch
                {
                    "e-mail" => "Must be an e-mail address: at most 64 octets before the @ and 255 after.",
                    "voice" or "sms" or "satellite" or "fax" =>
                        "Must be an E.164 number: + and 2 to 15 digits, not starting with 0.",
                    _ => "Is required.",
                }
            );
        }
    }

    private static bool IsExtension(string text) =>
        text.Length <= ContentLimits.ExtensionDigitsMax && text.All(char.IsAsciiDigit);

    private static bool IsOutOfHours(string text) =>
        text.Split(':', 2) switch
        {
            ["next-working-day"] => true,
            ["contact", var id] => TextRules.IsUuid(id),
            ["channel", var id] => TextRules.IsKebab(id),
            _ => false,
        };

    private static string? ContactOf(JsonElement outOfHours) =>
        outOfHours.ValueKind == JsonValueKind.String
        && outOfHours.GetString()!.StartsWith(ContactPrefix, StringComparison.Ordinal)
            ? outOfHours.GetString()![ContactPrefix.Length..]
            : null;

    // domain.md §4.24; accredited-CSIRT practice is 4 months, which a State can write itself.
    private static int ReviewMonths(RecordContent content, Policies policies) =>
        Json.Strings(content.Claims, "kinds").Any(kind => kind is "technical" or "crisis-duty-desk")
            ? policies.ReviewTechnicalMonths
            : policies.ReviewOtherMonths;

    private static void CheckContact(RecordHeader header, JsonElement content, Faults faults)
    {
        var coverage = Json.String(content, "coverage");
        if (coverage == "24x7" && !Json.List(content, "channels").Any(IsVoice))
        {
            faults.Add("channels", "Coverage 24x7 needs at least one voice channel.");
        }

        if (coverage == "schedule" && Json.Get(content, "schedule") is null)
        {
            faults.Add("schedule", "Is required when coverage is schedule.");
        }

        if (coverage == "schedule" && Json.String(content, "outOfHours") is null)
        {
            faults.Add("outOfHours", "Is required unless coverage is 24x7.");
        }

        CheckPointers(header, content, faults);
    }

    private static void CheckPointers(RecordHeader header, JsonElement content, Faults faults)
    {
        foreach (var name in Pointers)
        {
            if (Json.String(content, name) == header.RecordId.Value)
            {
                faults.Add(name, "Must not point to the contact itself.");
            }
        }

        var outOfHours = Json.String(content, "outOfHours");
        if (outOfHours == ContactPrefix + header.RecordId.Value)
        {
            faults.Add("outOfHours", "Must not point to the contact itself.");
        }

        if (
            outOfHours is not null
            && outOfHours.StartsWith("channel:", StringComparison.Ordinal)
            && !Json.List(content, "channels").Any(channel => "channel:" + Json.String(channel, "id") == outOfHours)
        )
        {
            faults.Add("outOfHours", "Must point to a channel of this contact.");
        }
    }

    private static bool IsVoice(JsonElement channel) => Json.String(channel, "type") is "voice" or "satellite";
}
