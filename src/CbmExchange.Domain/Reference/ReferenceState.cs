using System.Collections.Immutable;

namespace CbmExchange.Domain.Reference;

/// <summary>
/// Imported public reference data, newest import per row. It answers "what is publicly known about", never "what did
/// the
/// State say".
/// </summary>
public sealed record ReferenceState
{
    /// <summary>Data set of national and governmental CSIRTs.</summary>
    public const string CsirtsDataset = "national-csirts";

    /// <summary>Nothing imported.</summary>
    public static ReferenceState Empty { get; } = new();

    /// <summary>Rows by data set and row id.</summary>
    public ImmutableSortedDictionary<string, ReferenceImported> Rows { get; init; } =
        ImmutableSortedDictionary.Create<string, ReferenceImported>(StringComparer.Ordinal);

    /// <summary>Folds one event; others than its own leave it as it is.</summary>
    public ReferenceState Apply(IEvent happened) =>
        happened is ReferenceImported row ? this with { Rows = Rows.SetItem($"{row.Dataset}/{row.RowId}", row) } : this;

    /// <summary>Public contacts about a subject, in the order of their rows.</summary>
    public ImmutableArray<PublicFallback> FallbacksFor(string subject) =>
        [
            .. Rows
                .Values.Where(row =>
                    row.Dataset == CsirtsDataset
                    && string.Equals(row.Subject, subject, StringComparison.OrdinalIgnoreCase)
                )
                .Select(row => new PublicFallback(
                    row.Subject,
                    Title(row),
                    row.Fields,
                    row.Source,
                    row.SourceDate,
                    row.At
                )),
        ];

    private static string Title(ReferenceImported row) =>
        row.Fields.GetValueOrDefault("full_name") ?? row.Fields.GetValueOrDefault("team_name") ?? row.RowId;
}
