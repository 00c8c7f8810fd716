using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace CbmExchange.Domain.Records.Rules;

/// <summary>Rules between fields. Each stays silent about fields that are missing or malformed: those have
/// faults.</summary>
internal static class CrossRules
{
    public static void Check(RecordHeader header, JsonElement content, CatalogueRow row, Faults faults)
    {
        CheckAbsent(content, row.Fields, faults);
        CheckLanguages(header, content, row.Fields, faults);
        CheckOrder(content, "validFrom", "validUntil", faults);
        if (Json.String(content, "precedence") == Precedences.Flash && Json.String(content, "precedenceReason") is null)
        {
            faults.Add("precedenceReason", "Is required for flash.");
        }

        if ((header.Provenance == Provenances.Relayed)
            != (Json.Get(content, ContentDefaults.RelayedForField) is not null))
        {
            faults.Add(
                ContentDefaults.RelayedForField, "Stands in a record that is entered for a State, and only there.");
        }

        row.Rules?.Invoke(header, content, faults);
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

    /// <summary>Names the first of two times when it lies after the second.</summary>
    public static void CheckOrder(JsonElement content, string first, string second, Faults faults)
    {
        if (Json.Time(content, first) is { } earlier && Json.Time(content, second) is { } later && later < earlier)
        {
            faults.Add(first, $"Must not be after {second}.");
        }
    }

    /// <summary>Names the second of two dates of precision year, month or day when it lies before the first.</summary>
    public static void CheckDates(JsonElement content, string first, string second, Faults faults)
    {
        if (
            Json.String(content, first) is { } from
            && Json.String(content, second) is { } until
            && TextRules.IsDate(from)
            && TextRules.IsDate(until)
            && IsBefore(until, from)
        )
        {
            faults.Add(second, $"Must not be before {first}.");
        }
    }

    private static bool IsBefore(string left, string right)
    {
        var length = Math.Min(left.Length, right.Length);
        return string.CompareOrdinal(left[..length], right[..length]) < 0;
    }
}
