using System.Collections.Immutable;

namespace CbmExchange.Domain.Reference;

/// <summary>
/// A public contact about a State that nobody there nominated, as imported. It is shown with its source and date.
/// </summary>
/// <param name="Subject">Whom it is about: a code of the data set.</param>
/// <param name="Title">Name of the team or office.</param>
/// <param name="Fields">What the source says, by column.</param>
/// <param name="Source">The row's own source note.</param>
/// <param name="SourceDate">Date of the data set; null when it says none.</param>
/// <param name="RetrievedAt">When it came into this node.</param>
public sealed record PublicFallback(
    string Subject,
    string Title,
    ImmutableSortedDictionary<string, string> Fields,
    string Source,
    string? SourceDate,
    DateTimeOffset RetrievedAt
)
{
    /// <summary>What kind of contact it is, in plain words.</summary>
    public string What { get; init; } =
        "national or governmental CSIRT, public contact; not nominated by the State";

    /// <summary>Where it comes from: a data set, or this instance's own list of participants.</summary>
    public string Dataset { get; init; } = ReferenceState.CsirtsDataset;

    /// <summary>Always "imported-public".</summary>
    public string Provenance => ReferenceImported.Provenance;
}
