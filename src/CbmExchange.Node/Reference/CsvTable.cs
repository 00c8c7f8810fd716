using System.Collections.Immutable;
using System.Text;
using CbmExchange.Node.Home;

namespace CbmExchange.Node.Reference;

/// <summary>A CSV file with a header line (RFC 4180), as the reference data comes.</summary>
/// <param name="Columns">Names of the columns.</param>
/// <param name="Rows">Each as long as the header.</param>
internal sealed record CsvTable(ImmutableArray<string> Columns, ImmutableArray<ImmutableArray<string>> Rows)
{
    /// <summary>Bytes of one file: the largest known set is under 1 MiB.</summary>
    private const long FileBytesMax = 32L * 1024 * 1024;

    /// <summary>Reads a file; one that is no such table is a startup fault that names the line.</summary>
    public static CsvTable Read(string path)
    {
        if (new FileInfo(path).Length > FileBytesMax)
        {
            throw new StartupException(
                $"{path} is longer than {FileBytesMax / (1024 * 1024)} MiB; it is no reference data."
            );
        }

        return ReadText(File.ReadAllText(path, Encoding.UTF8), path);
    }

    /// <summary>Reads the text of a file; <paramref name="path"/> names it in a fault.</summary>
    public static CsvTable ReadText(string text, string path)
    {
        var records = Parse(text).ToImmutableArray();
        if (records.IsEmpty)
        {
            throw new StartupException($"{path} is empty; restore it.");
        }

        var columns = records[0];
        for (var row = 1; row < records.Length; row++)
        {
            if (records[row].Length != columns.Length)
            {
                throw new StartupException(
                    $"{path}, row {row}: {records[row].Length} fields where the header has {columns.Length}; "
                        + "correct it."
                );
            }
        }

        return new CsvTable(columns, records.RemoveAt(0));
    }

    /// <summary>Reads the text of a file that an officer sent; null when it is no such table.</summary>
    public static CsvTable? TryReadText(string text)
    {
        var records = Parse(text).Where(record => record is not [var blank] || blank.Trim().Length > 0)
            .ToImmutableArray();
        return records.IsEmpty || records.Any(record => record.Length != records[0].Length)
            ? null
            : new CsvTable(records[0], records.RemoveAt(0));
    }

    private static IEnumerable<ImmutableArray<string>> Parse(string text)
    {
        var fields = ImmutableArray.CreateBuilder<string>();
        var field = new StringBuilder();
        var isQuoted = false;
        for (var place = 0; place < text.Length; place++)
        {
            var character = text[place];
            if (isQuoted)
            {
                var isEscapedQuote = character == '"' && place + 1 < text.Length && text[place + 1] == '"';
                isQuoted = character != '"' || isEscapedQuote;
                if (isQuoted)
                {
                    field.Append(character);
                }

                place += isEscapedQuote ? 1 : 0;
                continue;
            }

            switch (character)
            {
                case '"' when field.Length == 0:
                    isQuoted = true;
                    break;
                case ',':
                    fields.Add(field.ToString());
                    field.Clear();
                    break;
                case '\n':
                    fields.Add(field.ToString().TrimEnd('\r'));
                    field.Clear();
                    yield return fields.ToImmutable();
                    fields.Clear();
                    break;
                default:
                    field.Append(character);
                    break;
            }
        }

        if (field.Length > 0 || fields.Count > 0)
        {
            fields.Add(field.ToString());
            yield return fields.ToImmutable();
        }
    }
}
