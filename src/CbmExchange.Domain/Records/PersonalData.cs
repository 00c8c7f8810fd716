using System.Buffers.Text;
using System.Collections.Immutable;
using System.Text;
using System.Text.Json;

namespace CbmExchange.Domain.Records;

/// <summary>
/// Which claims are personal data. Store seals them in events under a key per person and record; Envelopes lets their
/// disclosures be destroyed without touching a signature (design D5).
/// </summary>
public static class PersonalData
{
    /// <summary>The one list of personal data: only point-of-contact has it.</summary>
    public const string PersonsField = "persons";

    /// <summary>True for an element of <c>persons</c>, and for the list field, which carries its elements'
    /// digests.</summary>
    public static bool IsPersonal(ClaimPath path) => path.Field == PersonsField;

    /// <summary>The personal elements of a content, in document order; without the path of the list itself.</summary>
    public static ImmutableArray<ClaimPath> ElementsOf(RecordContent content) =>
        [.. ClaimPath.Of(content).Where(path => IsPersonal(path) && path.Element is not null)];

    /// <summary>The persons of a content, each by what tells it from every other (<see cref="PersonOf"/>).</summary>
    public static ImmutableArray<string> PersonsOf(RecordContent content) =>
        [.. Json.List(content.Claims, PersonsField).Select(PersonOf)];

    /// <summary>
    /// What tells one person from another: all that is said of it, in one spelling. An <c>id</c> does not, since a
    /// successor may be given that of the predecessor; so a person of whom something else is said counts as another.
    /// </summary>
    public static string PersonOf(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => "{" + string.Join(',', element.EnumerateObject()
            .OrderBy(field => field.Name, StringComparer.Ordinal)
            .Select(field => $"{JsonSerializer.Serialize(field.Name)}:{PersonOf(field.Value)}")) + "}",
        JsonValueKind.Array => "[" + string.Join(',', element.EnumerateArray().Select(PersonOf)) + "]",
        JsonValueKind.String => JsonSerializer.Serialize(element.GetString()),
        _ => element.GetRawText(),
    };

    /// <summary>The person that a disclosure tells of; null when it tells of none.</summary>
    /// <param name="path">What it discloses.</param>
    /// <param name="encoded">The base64url string: salt, then the element (RFC 9901 §4.2.2).</param>
    public static string? PersonOf(ClaimPath path, string encoded)
    {
        if (!IsPersonal(path) || path.Element is null)
        {
            return null;
        }

        using var disclosure = JsonDocument.Parse(Encoding.UTF8.GetString(Base64Url.DecodeFromChars(encoded)));
        return PersonOf(disclosure.RootElement[disclosure.RootElement.GetArrayLength() - 1]);
    }
}
