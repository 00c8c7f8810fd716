using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace CbmExchange.Domain.Checks;

/// <summary>
/// The six digits that a human reads, hears or types. Short enough for a telephone; guessing is bounded by
/// <see cref="CheckLimits.WrongCodesMax"/>.
/// </summary>
public static class CheckCode
{
    /// <summary>Digits of a code.</summary>
    public const int DigitsCount = 6;

    /// <summary>True for six ASCII digits.</summary>
    public static bool IsCode(string text) => text.Length == DigitsCount && text.All(char.IsAsciiDigit);

    /// <summary>
    /// What was typed, as six ASCII digits: spaces and hyphens are left out, digits of any script are read. Null when
    /// it is no code. Half a surrogate pair is no digit.
    /// </summary>
    public static string? Normalise(string typed)
    {
        var code = new StringBuilder();
        foreach (var rune in typed.EnumerateRunes().Where(rune => rune.Value is not (' ' or '-' or '\u00A0')))
        {
            if (Rune.GetUnicodeCategory(rune) != UnicodeCategory.DecimalDigitNumber || code.Length == DigitsCount)
            {
                return null;
            }

            code.Append((int)Rune.GetNumericValue(rune));
        }

        return code.Length == DigitsCount ? code.ToString() : null;
    }

    /// <summary>Compares without telling by its time how much of it was right.</summary>
    public static bool Same(string one, string other) =>
        CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(one), Encoding.ASCII.GetBytes(other));

    /// <summary>"482 193": how it is shown and said.</summary>
    public static string Spaced(string code) => $"{code[..3]} {code[3..]}";
}
