using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using CbmExchange.Domain;
using CbmExchange.Domain.Reference;
using CbmExchange.Store;

namespace CbmExchange.Node.Reference;

/// <summary>A public data set and what makes one of its rows the same row again.</summary>
/// <param name="Dataset">Name; also the name of the file without its ending.</param>
/// <param name="KeyColumns">Columns that together name a row.</param>
internal sealed record ReferenceSet(string Dataset, ImmutableArray<string> KeyColumns)
{
    private const string SubjectColumn = "alpha2";
    private const string SourceColumn = "source";
    private const string ReferenceColumn = "reference_url";

    // What the files write where nobody looked the fact up in one place.
    private const string GeneralKnowledge = "general-knowledge";

    // Between values: a character that no value has, so that two different rows never read the same.
    private const char Separator = '\u001f';

    /// <summary>The sets that this version knows, in the order of import.</summary>
    public static ImmutableArray<ReferenceSet> All { get; } =
    [
        new("participants", ["alpha2"]),
        new("groupings", ["organisation_code", "alpha2"]),
        new("national-csirts", ["alpha2", "team_name"]),
        new("national-strategies", ["alpha2", "year", "title_en"]),
        new("incidents", ["incident_id"]),
    ];

    /// <summary>The columns that the set must have and the table lacks.</summary>
    public IEnumerable<string> MissingColumns(CsvTable table) =>
        KeyColumns.Append(SubjectColumn).Append(SourceColumn).Distinct().Except(table.Columns);

    /// <summary>One append per row; the same row gives the same command id, a changed one another.</summary>
    public IEnumerable<AppendRequest> ToRequests(
        CsvTable table, string? sourceDate, OfficerId officer, DateTimeOffset at) =>
        table.Rows.Select(row => ToRequest(table, row, sourceDate, officer, at));

    // The source as it is shown: whoever reads "general knowledge" must see that no document stands behind it. The
    // field keeps what the file says.
    private static string SourceOf(ImmutableSortedDictionary<string, string> fields)
    {
        var source = fields.GetValueOrDefault(SourceColumn, "");
        if (!source.StartsWith(GeneralKnowledge, StringComparison.Ordinal))
        {
            return source;
        }

        var shown = "general knowledge, not taken from a document" + source[GeneralKnowledge.Length..];
        return fields.TryGetValue(ReferenceColumn, out var page) ? $"{shown}; to compare: {page}" : shown;
    }

    private AppendRequest ToRequest(
        CsvTable table, ImmutableArray<string> row, string? sourceDate, OfficerId officer, DateTimeOffset at)
    {
        var fields = table.Columns.Zip(row).Where(pair => pair.Second.Length > 0)
            .ToImmutableSortedDictionary(pair => pair.First, pair => pair.Second, StringComparer.Ordinal);
        var rowId = string.Join('/', KeyColumns.Select(column => fields.GetValueOrDefault(column, "")));
        var happened = new ReferenceImported(
            Dataset, fields.GetValueOrDefault(SubjectColumn, ""), rowId, fields,
            SourceOf(fields), sourceDate, officer, at);
        return new AppendRequest
        {
            CommandId = new Guid(SHA256.HashData(Encoding.UTF8.GetBytes(
                $"cbm.exchange/reference\n{Dataset}\n{sourceDate}\n{string.Join(Separator, row)}")).AsSpan(0, 16)),
            Metadata = new AppendMetadata { UserName = "import-reference" },
            Streams = [new StreamAppend($"reference-{Dataset}", null, [happened])],
        };
    }
}
