using System.Collections.Frozen;
using System.Text.Json;
using CbmExchange.Domain.Records;
using DomainRules = CbmExchange.Domain.Records.PersonalData;

namespace CbmExchange.Store;

/// <summary>
/// The rules of Domain: each element of <c>persons</c> in a record's content, and those <c>disclosures</c> of a cleared
/// version that repeat one. The same person in both has the same key.
/// </summary>
public sealed class PersonalDataRules : IPersonalDataRules
{
    private const string DisclosuresProperty = "disclosures";

    private PersonalDataRules()
    {
    }

    /// <summary>The only ones.</summary>
    public static PersonalDataRules Default { get; } = new();

    /// <inheritdoc/>
    public FrozenSet<string> Properties { get; } =
        new[] { DomainRules.PersonsField, DisclosuresProperty }.ToFrozenSet(StringComparer.Ordinal);

    /// <inheritdoc/>
    public string? PersonOf(string property, JsonElement element) =>
        property == DomainRules.PersonsField ? DomainRules.PersonOf(element)
        : element.ValueKind == JsonValueKind.Object
            && element.TryGetProperty("path", out var path) && element.TryGetProperty("encoded", out var encoded)
            ? DomainRules.PersonOf(PathOf(path), encoded.GetString()!)
            : null;

    private static ClaimPath PathOf(JsonElement path) => path.ValueKind == JsonValueKind.String
        ? ClaimPath.Parse(path.GetString()!)
        : new ClaimPath(Text(path, "field") ?? "", Text(path, "element"));

    private static string? Text(JsonElement path, string name) =>
        path.TryGetProperty(name, out var value) ? value.GetString() : null;
}
