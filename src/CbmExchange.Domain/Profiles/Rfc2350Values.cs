using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CbmExchange.Domain.Records;

namespace CbmExchange.Domain.Profiles;

/// <summary>What the lines under one heading become. Every method answers null, or why they became nothing.</summary>
internal static partial class Rfc2350Values
{
    private static readonly string[] DayForms =
        ["yyyy-MM-dd", "d MMMM yyyy", "d MMM yyyy", "MMMM d, yyyy", "d. MMMM yyyy", "yyyy/MM/dd", "yyyyMMdd"];

    /// <summary>Reads one section into the fields.</summary>
    public static string? Read(
        Rfc2350Section section, string lang, HashSet<Rfc2350Heading> done, JsonObject fields)
    {
        if (section.Meant is not { } heading)
        {
            return section.Line == 0 ? "Stands before the first heading." : "This heading is not one of RFC 2350.";
        }

        if (ReadAbsent(section, heading, fields) is { } known)
        {
            return known.Length == 0 ? null : known;
        }

        if (!done.Add(heading))
        {
            return "This heading stands twice; the first one was taken.";
        }

        return heading.Kind switch
        {
            Rfc2350Kind.Chapter => "Stands under a chapter, not under one of its headings.",
            Rfc2350Kind.NoField when heading.Number == "2.9" =>
                "Team members are persons; a profile names offices and functions only.",
            Rfc2350Kind.NoField => "A profile has no field for this.",
            Rfc2350Kind.Texts => Texts(heading.Field, section.Body, lang, fields, ContentLimits.SummaryCharsMax),
            Rfc2350Kind.Name => Name(section.Body, lang, fields),
            Rfc2350Kind.Keys => Keys(section.Body, fields),
            Rfc2350Kind.Codes => Codes(heading.Field, section.Body, fields),
            Rfc2350Kind.ExternalIds => ExternalIds(heading.Field, section.Body, fields),
            _ => One(heading, string.Join(' ', section.Body).Trim(), fields),
        };
    }

    // Null: the heading says something. Empty: it says that it says nothing.
    private static string? ReadAbsent(Rfc2350Section section, Rfc2350Heading heading, JsonObject fields)
    {
        var reason = section.Body is [var only]
            ? only switch
            {
                Rfc2350Words.NotEntered => "",
                Rfc2350Words.Declined => "declined",
                Rfc2350Words.UnknownToUs => "unknown-to-us",
                _ => null,
            }
            : null;
        if (reason is { Length: > 0 } && heading.Field.Length > 0)
        {
            Listed(fields, "absent").Add(new JsonObject { ["field"] = heading.Field, ["reason"] = reason });
        }

        return reason is null ? null : "";
    }

    private static string? Texts(
        string field, IReadOnlyCollection<string> body, string lang, JsonObject fields, int charsMax)
    {
        var texts = new JsonArray();
        foreach (var (tag, status, lines) in Renderings(body, lang))
        {
            var text = string.Join('\n', lines).Trim('\n', ' ');
            if (TextRules.Length(text) > charsMax)
            {
                return string.Create(
                    CultureInfo.InvariantCulture,
                    $"Has {TextRules.Length(text)} characters; a profile holds {charsMax}. Shorten it, read it again.");
            }

            if (!TextRules.IsRunningText(text))
            {
                return "Holds control characters.";
            }

            if (text.Length > 0)
            {
                texts.Add(new JsonObject { ["lang"] = tag, ["text"] = text, ["status"] = status });
            }
        }

        if (texts.Count > 0)
        {
            fields[field] = texts;
        }

        return null;
    }

    private static List<(string Lang, string Status, List<string> Lines)> Renderings(
        IReadOnlyCollection<string> body, string lang)
    {
        List<(string Lang, string Status, List<string> Lines)> renderings = [];
        foreach (var line in body)
        {
            if (Rfc2350Words.Marked().Match(line) is { Success: true } mark)
            {
                renderings.Add((mark.Groups["lang"].Value, mark.Groups["status"].Value, []));
                continue;
            }

            if (renderings.Count == 0)
            {
                renderings.Add((lang, "authoritative", []));
            }

            renderings[^1].Lines.Add(line);
        }

        return renderings;
    }

    private static string? Name(IReadOnlyCollection<string> body, string lang, JsonObject fields)
    {
        var isShort = body.ToLookup(line =>
            line.StartsWith(Rfc2350Words.ShortName.TrimEnd(), StringComparison.OrdinalIgnoreCase));
        if (isShort[true].FirstOrDefault() is { } line
            && line[Rfc2350Words.ShortName.TrimEnd().Length..].Trim() is { Length: > 0 } name
            && TextRules.Length(name) <= ContentLimits.CodeCharsMax)
        {
            fields["shortName"] = name;
        }

        var lines = isShort[false].Where(one => one.Length > 0).ToList();
        var names = Renderings(lines, lang);
        return names.Any(one => one.Lines.Count > 1)
            ? "Has several lines; the name of a team is one. Give it by hand."
            : Texts("teamName", lines, lang, fields, ContentLimits.NameCharsMax);
    }

    private static string? One(Rfc2350Heading heading, string value, JsonObject fields)
    {
        var read = heading.Kind switch
        {
            Rfc2350Kind.Day => Day(value),
            Rfc2350Kind.Url => Rules(value.Trim('<', '>'), Records.Rules.Values.Url),
            Rfc2350Kind.TimeZone => TextRules.IsTimeZone(value) ? value : null,
            Rfc2350Kind.Phone => Phone(value),
            Rfc2350Kind.Email => Email(value),
            _ => null,
        };
        if (read is null)
        {
            return heading.Kind switch
            {
                Rfc2350Kind.Day => "Is no day that can be read without guessing; write 2026-03-01.",
                Rfc2350Kind.Url => "Is more, or something else, than one https or http address.",
                Rfc2350Kind.TimeZone =>
                    "Is no IANA name, e.g. Europe/Vilnius; an offset alone does not say when clocks change.",
                Rfc2350Kind.Phone => "Is more, or something else, than one number with + and country code.",
                _ => "Is more, or something else, than one mailbox.",
            };
        }

        fields[heading.Field] = read;
        return null;
    }

    private static string? Rules(string value, Records.Rules.Check check)
    {
        var faults = new Records.Rules.Faults();
        using var json = System.Text.Json.JsonDocument.Parse(JsonValue.Create(value).ToJsonString());
        check(json.RootElement, "", faults);
        return faults.Found.IsEmpty ? value : null;
    }

    // 03/04/2026 is two days; only forms that are one are read.
    private static string? Day(string value) =>
        DateOnly.TryParseExact(
            value.TrimEnd('.'), DayForms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
            : null;

    // "+44 (0)20" would need a guess at what the zero is for.
    private static string? Phone(string value)
    {
        var digits = Separators().Replace(value, "");
        return TextRules.IsPhoneNumber(digits) && !value.Contains("(0)", StringComparison.Ordinal) ? digits : null;
    }

    private static string? Email(string value)
    {
        var plain = value.Trim('<', '>');
        plain = plain.StartsWith("mailto:", StringComparison.OrdinalIgnoreCase) ? plain["mailto:".Length..] : plain;
        return TextRules.IsEmail(plain) ? plain : null;
    }

    private static string? Codes(string field, IEnumerable<string> body, JsonObject fields)
    {
        var codes = string.Join(' ', body).Split(',', StringSplitOptions.TrimEntries);
        if (!codes.All(TextRules.IsCode))
        {
            return "Is not a list of codes.";
        }

        fields[field] = new JsonArray([.. codes.Select(code => JsonValue.Create(code))]);
        return null;
    }

    private static string? ExternalIds(string field, IEnumerable<string> body, JsonObject fields)
    {
        foreach (var line in body)
        {
            if (Rfc2350Words.Elsewhere().Match(line) is not { Success: true } found)
            {
                return "Is not one id a line.";
            }

            var id = new JsonObject
            {
                ["scheme"] = found.Groups["scheme"].Value, ["value"] = found.Groups["value"].Value,
            };
            Add(id, "status", found.Groups["status"].Value);
            Add(id, "statusOn", found.Groups["on"].Value);
            Listed(fields, field).Add(id);
        }

        return null;
    }

    // A fingerprint, in groups or not; an address after it is where that key lies. Anything else is named as a whole.
    private static string? Keys(IEnumerable<string> body, JsonObject fields)
    {
        var strange = false;
        var keys = new List<JsonObject>();
        foreach (var line in body.Select(line => line.Trim()).Where(line => line.Length > 0))
        {
            var hex = Separators().Replace(AfterLabel(line), "");
            if (TextRules.IsFingerprint(hex))
            {
                keys.Add(new JsonObject { ["fingerprint"] = hex });
            }
            else if (keys.Count > 0 && !keys[^1].ContainsKey("url")
                && Rules(AfterLabel(line).Trim('<', '>'), Records.Rules.Values.Url) is { } url)
            {
                keys[^1]["url"] = url;
            }
            else
            {
                strange = true;
            }
        }

        if (keys.Count > 0)
        {
            fields["keys"] = new JsonArray([.. keys]);
        }

        return !strange ? null
            : keys.Count > 0 ? "Only fingerprints and the addresses after them were taken."
            : "Holds no fingerprint of 40 or 64 hex digits on a line of its own.";
    }

    private static string AfterLabel(string line) =>
        line.IndexOf(": ", StringComparison.Ordinal) is var colon and > 0 ? line[(colon + 2)..].Trim() : line;

    private static void Add(JsonObject owner, string name, string value)
    {
        if (value.Length > 0)
        {
            owner[name] = value;
        }
    }

    private static JsonArray Listed(JsonObject owner, string name)
    {
        if (owner[name] is not JsonArray list)
        {
            owner[name] = list = [];
        }

        return list;
    }

    [GeneratedRegex(@"[\s().\-/\u00a0]")]
    private static partial Regex Separators();
}
