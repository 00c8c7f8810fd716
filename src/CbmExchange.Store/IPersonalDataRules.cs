using System.Collections.Frozen;
using System.Text.Json;

namespace CbmExchange.Store;

/// <summary>
/// Which JSON properties of events hold personal data (design D5). Domain says the names; Node passes them.
/// </summary>
public interface IPersonalDataRules
{
    /// <summary>
    /// Property names, lowerCamelCase, at any depth of an event's JSON. The value of such a property MUST be a list:
    /// its personal elements are sealed one by one, and are missing from it after their keys were destroyed.
    /// </summary>
    FrozenSet<string> Properties { get; }

    /// <summary>
    /// What tells the person of an element from every other person of the record; null when the element tells of none
    /// and stays in clear.
    /// </summary>
    string? PersonOf(string property, JsonElement element);
}
