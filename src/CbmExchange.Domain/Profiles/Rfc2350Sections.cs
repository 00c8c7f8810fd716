using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace CbmExchange.Domain.Profiles;

/// <summary>A heading as it stands in a text, with the lines under it.</summary>
/// <param name="Line">Line of the heading, from 1; 0: before the first one.</param>
/// <param name="Shown">The heading as it stands.</param>
/// <param name="Meant">Which heading it is; null: none that we know.</param>
/// <param name="Body">Lines under it, without the indent they share and without empty lines around them.</param>
internal sealed record Rfc2350Section(int Line, string Shown, Rfc2350Heading? Meant, ImmutableArray<string> Body);

/// <summary>
/// Cuts a text into its sections. Teams write numbers with and without a dot, in Markdown, underlined, with the value
/// on the line of the heading, indented as in the RFC, after a table of contents: all of these are read. The title says
/// what is meant, the number only where the title is not known.
/// </summary>
internal static partial class Rfc2350Sections
{
    /// <summary>Headings at the left edge from which on only such lines are headings.</summary>
    private const int EdgeHeadingsMin = 3;

    /// <summary>Characters of a heading at most; a longer line is text.</summary>
    private const int HeadingCharsMax = 200;

    public static ImmutableArray<Rfc2350Section> Cut(string text)
    {
        var lines = text.TrimStart('\uFEFF').ReplaceLineEndings("\n").Replace("\f", "", StringComparison.Ordinal)
            .Replace("\t", "   ", StringComparison.Ordinal).Split('\n').Select(line => line.TrimEnd()).ToArray();
        var titles = lines.Select(TitleAt).OfType<Rfc2350Heading>().ToHashSet();
        var edgeOnly = lines.Count(line => IsAtEdge(line) && TitleAt(line) is not null) >= EdgeHeadingsMin;
        var starts = lines.Index()
            .Where(one => (!edgeOnly || IsAtEdge(one.Item)) && IsHeading(lines, one.Index, titles, edgeOnly))
            .Select(one => one.Index)
            .ToArray();
        var first = starts.Length > 0 ? starts[0] : lines.Length;
        return
        [
            new Rfc2350Section(0, "", null, Trimmed(lines[..first])),
            .. starts.Index().Select(start => Section(
                lines, start.Item, start.Index + 1 < starts.Length ? starts[start.Index + 1] : lines.Length, titles)),
        ];
    }

    private static Match NumberedAt(string line) =>
        line.Length <= HeadingCharsMax ? Numbered().Match(line) : Match.Empty;

    private static bool IsAtEdge(string line) => line.Length > 0 && line[0] != ' ';

    private static Rfc2350Heading? TitleAt(string line) =>
        NumberedAt(line) is { Success: true } found ? Title(found).Meant : null;

    // A number alone makes no heading of a line in the middle of a text: lists are numbered too.
    // Where headings stand at the edge, a numbered line there is one even if nobody knows it: its text is not the one
    // above.
    private static bool IsHeading(string[] lines, int at, HashSet<Rfc2350Heading> titles, bool edgeOnly) =>
        NumberedAt(lines[at]) is { Success: true } found
        && (Title(found).Meant is not null
            || ((at == 0 || lines[at - 1].Length == 0)
                && (ByNumberOnly(found, titles) is not null
                    || (edgeOnly && found.Groups["number"].Value.Contains('.', StringComparison.Ordinal)))));

    private static Rfc2350Heading? ByNumberOnly(Match found, HashSet<Rfc2350Heading> titles) =>
        Rfc2350Heading.ByNumber(found.Groups["number"].Value) is { IsChapter: false } heading
        && !titles.Contains(heading)
            ? heading
            : null;

    // "1.1 Date of Last Update: 2026-03-01" has its value on the same line.
    private static (Rfc2350Heading? Meant, string Value) Title(Match found)
    {
        var title = Leader().Replace(found.Groups["title"].Value, "");
        if (Rfc2350Heading.ByTitle(title) is { } whole)
        {
            return (whole, "");
        }

        var colon = title.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 && Rfc2350Heading.ByTitle(title[..colon]) is { } named
            ? (named, title[(colon + 1)..].Trim())
            : (null, "");
    }

    private static Rfc2350Section Section(string[] lines, int start, int end, HashSet<Rfc2350Heading> titles)
    {
        var found = NumberedAt(lines[start]);
        var (meant, value) = Title(found);
        var body = lines[(start + 1)..end].Where((line, at) => at > 0 || !Underline().IsMatch(line));
        return new Rfc2350Section(
            start + 1,
            lines[start].Trim(),
            meant ?? ByNumberOnly(found, titles),
            Trimmed(value.Length > 0 ? [value, .. body.Select(line => line.TrimStart())] : [.. body]));
    }

    private static ImmutableArray<string> Trimmed(string[] lines)
    {
        var kept = lines.SkipWhile(line => line.Length == 0).Reverse().SkipWhile(line => line.Length == 0).Reverse()
            .ToArray();
        var indent = kept.Where(line => line.Length > 0).Select(line => line.Length - line.TrimStart(' ').Length)
            .DefaultIfEmpty(0).Min();
        return [.. kept.Select(line => line.Length >= indent ? line[indent..] : line)];
    }

    [GeneratedRegex(
        @"^\s*#{0,6}\s*\*{0,2}(?<number>[1-9][0-9]?(\.[0-9]{1,2})?)\.?\)?\*{0,2}[ \u00a0]+(?<title>\S.*)\z")]
    private static partial Regex Numbered();

    // Dots and a page number, as in a table of contents.
    [GeneratedRegex(@"\s*(\.\s?){3,}\s*[0-9]*\s*\z")]
    private static partial Regex Leader();

    [GeneratedRegex(@"^\s*[-=~_]{3,}\s*\z")]
    private static partial Regex Underline();
}
