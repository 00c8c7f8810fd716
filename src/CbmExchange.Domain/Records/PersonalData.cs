using System.Collections.Immutable;

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

    /// <summary>Names the key under which one person of one record is sealed.</summary>
    public static string KeyName(RecordId record, ClaimPath person) => $"{record}/{person}";
}
