using System.Text;
using System.Text.Json;
using CbmExchange.Domain.Records;

namespace CbmExchange.Domain.Profiles;

/// <summary>
/// Writes a csirt-profile as the text of RFC 2350 with its numbered headings. Every heading is there; what is absent
/// says why. Where a text has several renderings, or one that is not authoritative, each stands under its language and
/// standing: none is chosen.
/// </summary>
public static class Rfc2350Writer
{
    /// <summary>The text.</summary>
    /// <param name="profile">The profile as far as it is held.</param>
    /// <param name="notes">Lines before the first chapter: whose it is, marking, when.</param>
    public static string Write(RecordContent profile, IEnumerable<string> notes)
    {
        var text = new StringBuilder();
        foreach (var note in notes)
        {
            text.Append(note).Append('\n');
        }

        foreach (var heading in Rfc2350Heading.All.Where(one => IsWritten(one, profile)))
        {
            text.Append('\n').Append(heading.Number).Append(". ").Append(heading.Title).Append('\n');
            foreach (var line in Body(heading, profile))
            {
                text.Append(line.Length == 0 ? "" : new string(' ', Rfc2350Words.IndentColumns) + line).Append('\n');
            }
        }

        return text.ToString();
    }

    // What the RFC does not have stands only where the profile says something.
    private static bool IsWritten(Rfc2350Heading heading, RecordContent profile) =>
        heading.Number is not ("2.12" or "2.13" or "3.5" or "3.6")
        || Json.Get(profile.Claims, heading.Field) is not null;

    private static IEnumerable<string> Body(Rfc2350Heading heading, RecordContent profile)
    {
        if (heading.Kind == Rfc2350Kind.Chapter)
        {
            return [];
        }

        return [.. Lines(heading, profile).DefaultIfEmpty(Absent(heading, profile))];
    }

    private static string Absent(Rfc2350Heading heading, RecordContent profile) =>
        heading.Field.Length == 0 ? Rfc2350Words.NotEntered
        : AbsentKinds.Of(profile, heading.Field) switch
        {
            AbsentKind.Declined => Rfc2350Words.Declined,
            AbsentKind.UnknownToUs => Rfc2350Words.UnknownToUs,
            _ => Rfc2350Words.NotEntered,
        };

    private static IEnumerable<string> Lines(Rfc2350Heading heading, RecordContent profile) => heading.Kind switch
    {
        Rfc2350Kind.NoField => [],
        Rfc2350Kind.Texts => Renderings(profile.Claims, heading.Field),
        Rfc2350Kind.Name =>
        [
            .. Renderings(profile.Claims, heading.Field),
            .. One(profile.Claims, "shortName").Select(name => Rfc2350Words.ShortName + name),
        ],
        Rfc2350Kind.Keys => Json.List(profile.Claims, heading.Field).SelectMany(Key),
        Rfc2350Kind.ExternalIds => Json.List(profile.Claims, heading.Field).Select(Elsewhere),
        Rfc2350Kind.Codes => string.Join(", ", Json.Strings(profile.Claims, heading.Field)) is { Length: > 0 } codes
            ? [codes]
            : [],
        _ => One(profile.Claims, heading.Field),
    };

    private static IEnumerable<string> Renderings(JsonElement claims, string field)
    {
        var texts = Json.List(claims, field).ToList();
        var isPlain = texts is [var only] && Json.String(only, "status") == "authoritative" && IsOneLanguage(claims);
        foreach (var text in texts)
        {
            if (!isPlain)
            {
                yield return Rfc2350Words.Mark(Json.String(text, "lang") ?? "und", Json.String(text, "status") ?? "");
            }

            foreach (var line in (Json.String(text, "text") ?? "").Split('\n'))
            {
                yield return line;
            }
        }
    }

    // In one language throughout, nothing has to be marked.
    private static bool IsOneLanguage(JsonElement claims) =>
        Rfc2350Heading.All.Where(one => one.Kind is Rfc2350Kind.Texts or Rfc2350Kind.Name)
            .SelectMany(one => Json.List(claims, one.Field))
            .Select(text => Json.String(text, "lang"))
            .Distinct()
            .Count() <= 1;

    private static IEnumerable<string> One(JsonElement claims, string field) =>
        Json.String(claims, field) is { } value ? [value] : [];

    private static IEnumerable<string> Key(JsonElement key) =>
    [
        Rfc2350Words.Fingerprint + Json.String(key, "fingerprint"),
        .. One(key, "url").Select(url => Rfc2350Words.KeyAt + url),
    ];

    private static string Elsewhere(JsonElement id)
    {
        var status = Json.String(id, "status") is { } word ? $"; status {word}" : "";
        var on = Json.String(id, "statusOn") is { } day ? $" on {day}" : "";
        return $"{Json.String(id, "scheme")}: {Json.String(id, "value")}{status}{on}";
    }
}
