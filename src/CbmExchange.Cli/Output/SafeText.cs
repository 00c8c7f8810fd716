using System.Globalization;
using System.Text;

namespace CbmExchange.Cli.Output;

/// <summary>Makes text of others harmless on a terminal: no escape sequences, no hidden change of direction.</summary>
internal static class SafeText
{
    private const char Replacement = '\uFFFD';

    public static string Of(string text)
    {
        if (!text.Any(IsUnsafe))
        {
            return text;
        }

        var safe = new StringBuilder(text.Length);
        foreach (var letter in text)
        {
            safe.Append(IsUnsafe(letter) ? Replacement : letter);
        }

        return safe.ToString();
    }

    private static bool IsUnsafe(char letter) =>
        (char.IsControl(letter) && letter is not ('\n' or '\t'))
        || letter is >= '\u202A' and <= '\u202E' or >= '\u2066' and <= '\u2069'
        || CharUnicodeInfo.GetUnicodeCategory(letter) is UnicodeCategory.LineSeparator
            or UnicodeCategory.ParagraphSeparator;
}
