using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using CbmExchange.Domain.Records.Rules;

namespace CbmExchange.Domain.Records;

/// <summary>
/// All rules on the content of a version that one of our own officers writes. Every fault is named at once. Content of
/// peers is never checked here: it is shown as it was signed.
/// </summary>
public static class ContentRules
{
    /// <summary>The schema that this software writes.</summary>
    public const string SchemaVersion = "1.0";

    /// <summary>Checks header and content together; empty when both are as they must be.</summary>
    public static ImmutableArray<FieldFault> Check(RecordHeader header, RecordContent content)
    {
        var faults = new Faults();
        CheckHeader(header, faults);
        if (RecordCatalogue.Find(header.RecordType) is not { } row)
        {
            faults.Add("recordType", $"Must be one of: {string.Join(", ", RecordTypes.All)}.");
            return faults.Found;
        }

        CheckThat(
            row.OnlyContext is not { } only || header.Context == only,
            "context",
            $"Must be {row.OnlyContext}.",
            faults
        );
        CheckSize(content, faults);
        Shape.CheckFields(content.Claims, "", row.Fields, faults);
        CrossRules.Check(header, content.Claims, row, faults);
        return faults.Found;
    }

    /// <summary>The names of the fields of a record type, in proto order; empty for an unknown type.</summary>
    public static ImmutableArray<string> FieldNames(string recordType) =>
        [.. (RecordCatalogue.Find(recordType)?.Fields ?? []).Select(field => field.Name)];

    /// <summary>Those without which no draft is taken, in proto order; empty for an unknown type.</summary>
    public static ImmutableArray<string> RequiredFieldNames(string recordType) =>
        [
            .. (RecordCatalogue.Find(recordType)?.Fields ?? [])
                .Where(field => field.IsRequired)
                .Select(field => field.Name),
        ];

    /// <summary>Checks the nomination alone, with paths under <c>nomination</c>.</summary>
    public static ImmutableArray<FieldFault> CheckNomination(JsonElement nomination)
    {
        var faults = new Faults();
        ContactShape.Nomination(nomination, "nomination", faults);
        return faults.Found;
    }

    private static void CheckHeader(RecordHeader header, Faults faults)
    {
        CheckThat(TextRules.IsUuid(header.RecordId.Value), "recordId", "Must be a UUID in lower case.", faults);
        CheckThat(TextRules.IsUuid(header.Originator.Value), "originator", "Must be a UUID in lower case.", faults);
        CheckThat(header.SchemaVersion == SchemaVersion, "schemaVersion", $"Must be {SchemaVersion}.", faults);
        CheckThat(
            CodeLists.Context.Contains(header.Context),
            "context",
            $"Must be one of: {string.Join(", ", CodeLists.Context)}.",
            faults
        );
        CheckThat(
            CodeLists.Provenance.Contains(header.Provenance),
            "provenance",
            $"Must be one of: {string.Join(", ", CodeLists.Provenance)}.",
            faults
        );
        CheckThat(
            (header.Context == "exercise") == (header.ExerciseId is not null),
            "exerciseId",
            "Is required in an exercise and absent otherwise.",
            faults
        );
        CheckThat(
            !header.AuthoritativeLanguages.IsDefaultOrEmpty,
            "authoritativeLanguages",
            "At least one language is required.",
            faults
        );
        CheckThat(
            header.AuthoritativeLanguages.IsDefault
                || (
                    header.AuthoritativeLanguages.All(TextRules.IsLanguageTag)
                    && header.AuthoritativeLanguages.Length <= ContentLimits.TextsCountMax
                ),
            "authoritativeLanguages",
            "Must be BCP 47 language tags, at most 24.",
            faults
        );
    }

    private static void CheckSize(RecordContent content, Faults faults)
    {
        var bytes = Encoding.UTF8.GetByteCount(content.Claims.GetRawText());
        CheckThat(
            bytes <= ContentLimits.ContentBytesMax,
            "",
            string.Create(
                CultureInfo.InvariantCulture,
                $"The whole content must be at most {ContentLimits.ContentBytesMax} bytes."
            ),
            faults
        );
    }

    private static void CheckThat(bool isRight, string path, string description, Faults faults)
    {
        if (!isRight)
        {
            faults.Add(path, description);
        }
    }
}
