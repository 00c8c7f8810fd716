using System.Collections.Immutable;

namespace CbmExchange.Domain.Records;

/// <summary>One coded list as its data file gives it (CodeData/NAME.json).</summary>
/// <param name="Name">Name in lower-kebab, as the file is called.</param>
/// <param name="Version">From 1; one more whenever a code is added or marked as deprecated.</param>
/// <param name="IsClosed">True when it decides what the software does (decision 0012).</param>
/// <param name="Basis">Where it comes from.</param>
/// <param name="Note">What a reader should know of the labels.</param>
/// <param name="LabelStatus">Standing of the labels that are not English: a code of translation-status, or
/// <c>untranslated</c>.</param>
/// <param name="Fields">Where its codes stand: message and field of cbm.record.v1; <c>*</c> for any message.</param>
/// <param name="Codes">In the order that counts where there is one.</param>
public sealed record CodeList(
    string Name,
    int Version,
    bool IsClosed,
    string Basis,
    string Note,
    string LabelStatus,
    ImmutableArray<string> Fields,
    ImmutableArray<Code> Codes
)
{
    /// <summary>Of a list whose codes are shown as they are in every language.</summary>
    public const string Untranslated = "untranslated";

    /// <summary>Codes that may be written today; a deprecated one is still read and shown.</summary>
    public ImmutableArray<string> Ids => [.. Codes.Where(code => !code.IsDeprecated).Select(code => code.Id)];

    /// <summary>Standing of the labels in a language: the English ones are ours, the others translate them.</summary>
    public string StatusOf(string lang) =>
        LabelStatus != Untranslated && lang == CodeLists.English ? "unofficial" : LabelStatus;
}

/// <summary>One code of a list.</summary>
/// <param name="Id">What stands in records.</param>
/// <param name="IsDeprecated">True when new records use another one.</param>
/// <param name="Labels">A label for each language of <see cref="CodeLists.Languages"/>; none in an untranslated
/// list.</param>
public sealed record Code(string Id, bool IsDeprecated, ImmutableDictionary<string, string> Labels)
{
    /// <summary>The label in a language; the code itself where there is none: never a guess.</summary>
    public string LabelIn(string lang) => Labels.GetValueOrDefault(lang, Id);
}
