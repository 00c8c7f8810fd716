using System.Collections.Frozen;

namespace CbmExchange.Store;

/// <summary>
/// Which JSON properties of events hold personal data (design D5). Domain says the names; Node passes them.
/// </summary>
public interface IPersonalDataRules
{
    /// <summary>
    /// Property names, lowerCamelCase, at any depth of an event's JSON. The value of such a property is sealed as a
    /// whole and MUST be a list, since a list is what it reads as after its key was destroyed.
    /// </summary>
    FrozenSet<string> Properties { get; }
}
