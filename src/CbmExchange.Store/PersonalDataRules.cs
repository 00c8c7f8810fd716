using System.Collections.Frozen;

namespace CbmExchange.Store;

/// <summary>Rules given as a list of names.</summary>
/// <param name="names">Property names, lowerCamelCase.</param>
public sealed class PersonalDataRules(IEnumerable<string> names) : IPersonalDataRules
{
    /// <summary>
    /// <c>persons</c> of a record's content, and <c>personalDisclosures</c>, the name for disclosures that repeat them.
    /// </summary>
    public static PersonalDataRules Default { get; } = new(["persons", "personalDisclosures"]);

    /// <inheritdoc/>
    public FrozenSet<string> Properties { get; } = names.ToFrozenSet(StringComparer.Ordinal);
}
