using System.Collections.Immutable;

namespace CbmExchange.Domain.Reference;

/// <summary>
/// One row of a public data set, imported by this node. The State is the subject, never the originator: this is
/// "imported-public", never a nomination, document or notification, and never in a peer stream.
/// </summary>
/// <param name="Dataset">E.g. "national-csirts".</param>
/// <param name="Subject">ISO 3166-1 alpha-2 or another code of the data set; whom the row is about.</param>
/// <param name="RowId">Unique in the data set.</param>
/// <param name="Fields">Column name to value, as in the source; empty values left out.</param>
/// <param name="Source">The row's own source note.</param>
/// <param name="SourceDate">ISO 8601 date to which the data set claims to be right; null when it says none.</param>
/// <param name="Officer">Who imported.</param>
/// <param name="At">When it was retrieved into this node.</param>
[EventAlias("reference_imported")]
public sealed record ReferenceImported(
    string Dataset,
    string Subject,
    string RowId,
    ImmutableSortedDictionary<string, string> Fields,
    string Source,
    string? SourceDate,
    OfficerId Officer,
    DateTimeOffset At
) : IEvent
{
    /// <summary>The provenance of every such row.</summary>
    public const string Provenance = "imported-public";
}
