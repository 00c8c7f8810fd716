using CbmExchange.Store.Reference;

namespace CbmExchange.Node.Contacts;

/// <summary>A State as the reference data knows it: a name and a code, no statement on its status.</summary>
/// <param name="Row">The row of the data set.</param>
internal sealed record KnownState(HeldReference Row)
{
    /// <summary>ISO 3166-1 alpha-2.</summary>
    public string Code => Row.Subject;

    /// <summary>Short name in English.</summary>
    public string Name => Row.Field("name_en");

    /// <summary>The same in a language of the United Nations, else in English.</summary>
    public string NameIn(string lang) => Row.Field($"name_{lang}") is { Length: > 0 } name ? name : Name;
}
