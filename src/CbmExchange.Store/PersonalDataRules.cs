using System.Collections.Frozen;

namespace CbmExchange.Store;

/// <summary>Rules given as a list of names.</summary>
/// <param name="names">Property names, lowerCamelCase.</param>
public sealed class PersonalDataRules(IEnumerable<string> names) : IPersonalDataRules
{
    /// <summary>
    /// <c>persons</c> of a record's content, and <c>disclosures</c> of a cleared version, which repeat them.
    /// After the key was destroyed that version cannot be released again; a new version can.
    /// </summary>
    public static PersonalDataRules Default { get; } = new(["persons", "disclosures"]);

    /// <inheritdoc/>
    public FrozenSet<string> Properties { get; } = names.ToFrozenSet(StringComparer.Ordinal);
}
