using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace CbmExchange.Domain.Records.Rules;

/// <summary>Rules between fields. Each stays silent about fields that are missing or malformed: those have
/// faults.</summary>
internal static class CrossRules
{
    public static void Check(RecordHeader header, JsonElement content, ImmutableArray<FieldShape> fields, Faults faults)
    {
        CheckAbsent(content, fields, faults);
        CheckLanguages(header, content, fields, faults);
        CheckOrder(content, "validFrom", "validUntil", faults);
        if (Json.String(content, "precedence") == Precedences.Flash && Json.String(content, "precedenceReason") is null)
        {
            faults.Add("precedenceReason", "Is required for flash.");
        }

        switch (header.RecordType)
        {
            case RecordTypes.PointOfContact:
                CheckContact(header, content, faults);
                break;
            case RecordTypes.NationalDocument:
                CheckDocument(content, faults);
                break;
            case RecordTypes.IncidentNotification:
                CheckNotification(content, faults);
                break;
            case RecordTypes.Response:
                CheckResponse(content, faults);
                break;
        }
    }

    private static void CheckAbsent(JsonElement content, ImmutableArray<FieldShape> fields, Faults faults)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (index, item) in Json.List(content, "absent").Index())
        {
            if (Json.String(item, "field") is not { } name)
            {
                continue;
            }

            var field = fields.FirstOrDefault(field => field.Name == name);
            var sentence = field switch
            {
                null => "There is no such field in this record type.",
                { IsRequired: true } => "A required field cannot be absent.",
                _ when !seen.Add(name) => "Stands twice.",
                _ when Json.Get(content, name) is not null => "The field has a value.",
                _ => null,
            };
            if (sentence is not null)
            {
                faults.Add(string.Create(CultureInfo.InvariantCulture, $"absent[{index}].field"), sentence);
            }
        }
    }

    // domain.md §4.1: a State may have several authoritative languages; each required text exists in all of them.
    private static void CheckLanguages(
        RecordHeader header,
        JsonElement content,
        ImmutableArray<FieldShape> fields,
        Faults faults
    )
    {
        if (header.AuthoritativeLanguages.IsDefaultOrEmpty)
        {
            return;
        }

        foreach (var field in fields)
        {
            var languages = AuthoritativeLanguages(content, field.Name);
            if (languages.IsEmpty)
            {
                continue;
            }

            var missing = header.AuthoritativeLanguages.Except(languages, StringComparer.OrdinalIgnoreCase).ToArray();
            if (field.IsRequired && missing.Length > 0)
            {
                faults.Add(field.Name, $"An authoritative text is missing in: {string.Join(", ", missing)}.");
            }

            if (languages.Except(header.AuthoritativeLanguages, StringComparer.OrdinalIgnoreCase).Any())
            {
                faults.Add(field.Name, "An authoritative text must be in one of the authoritative languages.");
            }
        }
    }

    private static ImmutableArray<string> AuthoritativeLanguages(JsonElement content, string field) =>
        [
            .. Json.List(content, field)
                .Where(item => Json.String(item, "status") == "authoritative")
                .Select(item => Json.String(item, "lang"))
                .OfType<string>(),
        ];

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
        foreach (var name in (ReadOnlySpan<string>)["deputyContactId", "escalationNextId"])
        {
            if (Json.String(content, name) == header.RecordId.Value)
            {
                faults.Add(name, "Must not point to the contact itself.");
            }
        }

        var outOfHours = Json.String(content, "outOfHours");
        if (outOfHours == "contact:" + header.RecordId.Value)
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

    private static void CheckDocument(JsonElement content, Faults faults)
    {
        if (Json.Get(content, "files") is null && Json.Get(content, "officialUrl") is null)
        {
            faults.Add("files", "At least one file or an official URL is required.");
        }

        if (
            Json.String(content, "inForceFrom") is { } from
            && Json.String(content, "inForceUntil") is { } until
            && TextRules.IsDate(from)
            && TextRules.IsDate(until)
            && IsBefore(until, from)
        )
        {
            faults.Add("inForceUntil", "Must not be before inForceFrom.");
        }
    }

    private static bool IsBefore(string left, string right)
    {
        var length = Math.Min(left.Length, right.Length);
        return string.CompareOrdinal(left[..length], right[..length]) < 0;
    }

    private static void CheckNotification(JsonElement content, Faults faults)
    {
        var isEarlyWarning = Json.String(content, "stage") == "early-warning";
        foreach (var name in (ReadOnlySpan<string>)["confidence", "expiresAt"])
        {
            if (isEarlyWarning && Json.Get(content, name) is null)
            {
                faults.Add(name, "Is required for early-warning.");
            }
        }

        CheckOrder(content, "awareAt", "authoredAt", faults);
        if (Json.String(content, "precedence") != Precedences.Flash)
        {
            return;
        }

        foreach (var (index, text) in Json.List(content, "summary").Index())
        {
            if (Json.String(text, "text") is { } summary && TextRules.Length(summary) > ContentLimits.FlashBodyCharsMax)
            {
                faults.Add(
                    string.Create(CultureInfo.InvariantCulture, $"summary[{index}].text"),
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"At most {ContentLimits.FlashBodyCharsMax} characters for flash."
                    )
                );
            }
        }
    }

    private static void CheckResponse(JsonElement content, Faults faults)
    {
        if (Json.String(content, "kind") is { } kind and not "decline" && Json.Get(content, "text") is null)
        {
            faults.Add("text", $"Is required for {kind}.");
        }
    }

    private static void CheckOrder(JsonElement content, string first, string second, Faults faults)
    {
        if (Json.Time(content, first) is { } earlier && Json.Time(content, second) is { } later && later < earlier)
        {
            faults.Add(first, $"Must not be after {second}.");
        }
    }
}
