using System.Collections.Immutable;

namespace CbmExchange.Store.Reference;

/// <summary>A row of a public data set: imported-public, never said by the State that it is about.</summary>
/// <param name="Dataset">participants, groupings, national-csirts, national-strategies, incidents.</param>
/// <param name="RowId">Unique in the data set.</param>
/// <param name="Subject">ISO 3166-1 alpha-2 or another code of the data set.</param>
/// <param name="Fields">Column name to value; empty values left out.</param>
/// <param name="Source">The row's own source note.</param>
/// <param name="SourceDate">To which date the data set claims to be right.</param>
/// <param name="ImportedAt">When this node imported it.</param>
public sealed record HeldReference(string Dataset, string RowId, string Subject,
    ImmutableSortedDictionary<string, string> Fields, string Source, string? SourceDate, DateTimeOffset ImportedAt)
{
    /// <summary>A field's text, or empty.</summary>
    public string Field(string name) => Fields.GetValueOrDefault(name, "");
}
