using System.Collections.Immutable;

namespace CbmExchange.Web.Library;

/// <summary>What became of a piece of text from one version to the next.</summary>
internal enum PieceKind
{
    /// <summary>In both.</summary>
    Same,

    /// <summary>In the earlier one only.</summary>
    Earlier,

    /// <summary>In the later one only.</summary>
    Later,
}

/// <summary>A run of words.</summary>
/// <param name="Kind">Where it stands.</param>
/// <param name="Text">The words with the spaces after them.</param>
internal sealed record Piece(PieceKind Kind, string Text);

/// <summary>
/// Two texts compared word by word: the longest common subsequence, after the common beginning and end are set aside.
/// Both texts can be read out of the answer in full.
/// </summary>
internal static class WordDiff
{
    /// <summary>
    /// Words of the one times words of the other that are compared: 16 MB of memory for a moment. What differs more is
    /// shown as one text in the place of another, which is true as well.
    /// </summary>
    public const int CellsMax = 4_000_000;

    /// <summary>The pieces, in order.</summary>
    public static ImmutableArray<Piece> Of(string earlier, string later)
    {
        var (before, after) = (Words(earlier), Words(later));
        var start = 0;
        while (start < before.Count && start < after.Count && before[start] == after[start])
        {
            start++;
        }

        var end = 0;
        while (end < before.Count - start && end < after.Count - start && before[^(end + 1)] == after[^(end + 1)])
        {
            end++;
        }

        return Joined(
            [
                .. before.Take(start).Select(Same),
                .. Middle(before[start..^end], after[start..^end]),
                .. before.TakeLast(end).Select(Same),
            ]);
    }

    private static IEnumerable<Piece> Middle(List<string> before, List<string> after)
    {
        if ((long)before.Count * after.Count > CellsMax)
        {
            return [.. before.Select(Earlier), .. after.Select(Later)];
        }

        var common = Lengths(before, after);
        List<Piece> pieces = [];
        for (int row = 0, column = 0; row < before.Count || column < after.Count;)
        {
            if (row < before.Count && column < after.Count && before[row] == after[column])
            {
                pieces.Add(Same(before[row++]));
                column++;
            }
            else if (column == after.Count
                || (row < before.Count && common[row + 1, column] >= common[row, column + 1]))
            {
                pieces.Add(Earlier(before[row++]));
            }
            else
            {
                pieces.Add(Later(after[column++]));
            }
        }

        return pieces;
    }

    // How many words the rest of the one and the rest of the other have in common.
    private static int[,] Lengths(List<string> before, List<string> after)
    {
        var common = new int[before.Count + 1, after.Count + 1];
        for (var row = before.Count - 1; row >= 0; row--)
        {
            for (var column = after.Count - 1; column >= 0; column--)
            {
                common[row, column] = before[row] == after[column]
                    ? common[row + 1, column + 1] + 1
                    : Math.Max(common[row + 1, column], common[row, column + 1]);
            }
        }

        return common;
    }

    private static ImmutableArray<Piece> Joined(IEnumerable<Piece> pieces)
    {
        var joined = ImmutableArray.CreateBuilder<Piece>();
        foreach (var piece in pieces)
        {
            if (joined.Count > 0 && joined[^1].Kind == piece.Kind)
            {
                joined[^1] = piece with { Text = joined[^1].Text + piece.Text };
            }
            else
            {
                joined.Add(piece);
            }
        }

        return joined.ToImmutable();
    }

    // A word with the spaces behind it; scripts without spaces are compared sign by sign.
    private static List<string> Words(string text)
    {
        List<string> words = [];
        for (var at = 0; at < text.Length;)
        {
            var next = at + (char.IsHighSurrogate(text[at]) && at + 1 < text.Length ? 2 : 1);
            while (next < text.Length && !IsSign(text[next - 1]) && !IsSign(text[next])
                && !(char.IsWhiteSpace(text[next - 1]) && !char.IsWhiteSpace(text[next])))
            {
                next++;
            }

            words.Add(text[at..next]);
            at = next;
        }

        return words;
    }

    // Kana, Han, Hangul and Thai: U+0E00..0E7F, U+2E80..9FFF, U+AC00..D7FF.
    private static bool IsSign(char letter) =>
        letter is (>= '\u0E00' and <= '\u0E7F') or (>= '\u2E80' and <= '\u9FFF') or (>= '\uAC00' and <= '\uD7FF');

    private static Piece Same(string word) => new(PieceKind.Same, word);

    private static Piece Earlier(string word) => new(PieceKind.Earlier, word);

    private static Piece Later(string word) => new(PieceKind.Later, word);
}
