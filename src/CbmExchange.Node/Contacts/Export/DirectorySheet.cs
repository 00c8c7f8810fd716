using System.Collections.Immutable;
using CbmExchange.Domain.Contacts;
using CbmExchange.Node.Reference;

namespace CbmExchange.Node.Contacts.Export;

/// <summary>
/// A spreadsheet of contacts, ours or somebody else's: a row an office, or a row a channel. Columns are found by name;
/// what they are not called is passed over, never guessed.
/// </summary>
internal sealed class DirectorySheet
{
    /// <summary>Rows of one file: the largest real directory has a tenth of it.</summary>
    public const int RowsMax = 5000;

    private static readonly ImmutableDictionary<string, string> Names = new (string Field, string[] Columns)[]
    {
        ("state", ["state", "country", "participating state", "participant", "member state", "economy"]),
        ("office", ["office", "office name", "name of office", "institution", "organisation",
            "organization", "agency"]),
        ("email", ["email", "e-mail", "e mail", "mail", "email address", "e-mail address"]),
        ("phone", ["phone", "telephone", "tel", "phone number", "tel.", "mobile"]),
        ("fax", ["fax", "fax number"]),
        ("languages", ["languages", "language"]),
        ("kinds", ["kinds", "kind", "type of contact", "level"]),
        ("time_zone", ["time_zone", "time zone", "timezone"]),
        ("type", ["type"]), ("value", ["value"]),
    }.SelectMany(pair => pair.Columns.Select(column => (column, pair.Field)))
        .ToImmutableDictionary(pair => pair.column, pair => pair.Field, StringComparer.OrdinalIgnoreCase);

    private static readonly ImmutableArray<string> Listed = ["fax", "kinds", "languages", "phone", "time_zone"];

    private readonly ImmutableArray<(int Number, ImmutableDictionary<string, string> Cells)> rows;

    private DirectorySheet(
        ImmutableArray<(int, ImmutableDictionary<string, string>)> rows, ImmutableArray<string> fields)
    {
        this.rows = rows;
        Fields = fields;
    }

    /// <summary>What it tells of each office, as far as it can be compared.</summary>
    public ImmutableArray<string> Fields { get; }

    /// <summary>Numbers of the rows of each State, by what the file calls it; the header is row 1.</summary>
    public IEnumerable<IGrouping<string, int>> States =>
        rows.GroupBy(row => row.Cells.GetValueOrDefault("state", ""), row => row.Number);

    /// <summary>Reads it; null with a sentence when it is no such table.</summary>
    public static (DirectorySheet? Sheet, string Fault) Read(string text)
    {
        if (CsvTable.TryReadText(text) is not { } table)
        {
            return (null, "Must be CSV with a header line, each row as long as the header.");
        }

        var columns = table.Columns.Select((name, index) => (Field: FieldOf(name), index))
            .Where(pair => pair.Field is not null).DistinctBy(pair => pair.Field).ToArray();
        var known = columns.Select(pair => pair.Field!).ToHashSet();
        if (!known.Contains("state") || !(known.Contains("office") || known.Contains("email")))
        {
            return (null, "Needs a column `state`, and `office` or `email`.");
        }

        if (table.Rows.Length > RowsMax)
        {
            return (null, $"Has more than {RowsMax} rows.");
        }

        var rows = table.Rows.Select((row, index) => (index + 2, columns.ToImmutableDictionary(
            pair => pair.Field!, pair => DirectoryCsv.Unguarded(row[pair.index].Trim())))).ToImmutableArray();
        var isByChannel = known.Contains("type") && known.Contains("value");
        return (new DirectorySheet(rows, [
            .. Listed.Where(field => known.Contains(field) || (isByChannel && field is "phone" or "fax")),
            .. known.Contains("email") || isByChannel ? ["email"] : Array.Empty<string>(),
        ]), "");
    }

    /// <summary>Offices in these rows; rows of one office, by name or address, are one.</summary>
    public IReadOnlyList<ListedOffice> OfficesIn(IEnumerable<int> numbers)
    {
        var wanted = numbers.ToHashSet();
        return
        [
            .. rows.Where(row => wanted.Contains(row.Number)).Select(row => row.Cells)
                .Where(cells => KeyOf(cells).Length > 0)
                .GroupBy(KeyOf, StringComparer.OrdinalIgnoreCase)
                .Select(same => Office([.. same])),
        ];
    }

    private static string? FieldOf(string column) => Names.GetValueOrDefault(column.Trim().TrimStart('\uFEFF'));

    private static string KeyOf(ImmutableDictionary<string, string> cells) =>
        cells.GetValueOrDefault("office", "") is { Length: > 0 } office ? office : cells.GetValueOrDefault("email", "");

    private ListedOffice Office(ImmutableDictionary<string, string>[] same)
    {
        var emails = All(same, "email").Concat(Channels(same, "e-mail")).Distinct().ToImmutableArray();
        return new ListedOffice(
            same[0].GetValueOrDefault("office", ""),
            emails,
            Fields.ToImmutableSortedDictionary(field => field, field => field switch
            {
                "email" => emails,
                "phone" => Numbers(All(same, field).Concat(Channels(same, "voice"))),
                "fax" => Numbers(All(same, field).Concat(Channels(same, "fax"))),
                "languages" or "kinds" => [.. All(same, field).SelectMany(Words).Distinct()],
                _ => All(same, field).Distinct().ToImmutableArray(),
            }));
    }

    private static ImmutableArray<string> Numbers(IEnumerable<string> numbers) =>
        [.. numbers.Select(DirectoryOffices.Digits).Distinct()];

    private static IEnumerable<string> All(IEnumerable<ImmutableDictionary<string, string>> rows, string field) =>
        rows.Select(cells => cells.GetValueOrDefault(field, "")).Where(value => value.Length > 0);

    private static IEnumerable<string> Channels(IEnumerable<ImmutableDictionary<string, string>> rows, string type) =>
        All(rows.Where(cells => cells.GetValueOrDefault("type", "") == type), "value");

    private static IEnumerable<string> Words(string cell) =>
        cell.Split([' ', ',', ';', '/', '+'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
