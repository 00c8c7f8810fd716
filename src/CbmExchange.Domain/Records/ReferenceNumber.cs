using System.Globalization;
using System.Text.RegularExpressions;

namespace CbmExchange.Domain.Records;

/// <summary>
/// The number that people quote: <c>designator-year-5 random characters and a check character</c>, in Crockford's base
/// 32. Random, never a counter: a counter would show how much was not shared (domain.md §4.1).
/// </summary>
public static partial class ReferenceNumber
{
    /// <summary>Random bytes wanted; the low 5 bits of each are used.</summary>
    public const int RandomBytesCount = 5;

    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    // x^5 + x^2 + 1 is primitive, so the 31 powers of x are distinct: with a weight of its own for each place, every
    // single wrong character and every swap of two characters changes the check character.
    private const int Polynomial = 0b100101;
    private const int FieldSize = 32;

    private static readonly string[] SpokenWords =
    [
        "Zero",
        "One",
        "Two",
        "Three",
        "Four",
        "Five",
        "Six",
        "Seven",
        "Eight",
        "Nine",
        "Alfa",
        "Bravo",
        "Charlie",
        "Delta",
        "Echo",
        "Foxtrot",
        "Golf",
        "Hotel",
        "India",
        "Juliett",
        "Kilo",
        "Lima",
        "Mike",
        "November",
        "Oscar",
        "Papa",
        "Quebec",
        "Romeo",
        "Sierra",
        "Tango",
        "Uniform",
        "Victor",
        "Whiskey",
        "X-ray",
        "Yankee",
        "Zulu",
    ];

    /// <summary>Makes a number. <paramref name="random"/> MUST hold <see cref="RandomBytesCount"/> random
    /// bytes.</summary>
    public static string Create(string designator, int year, ReadOnlySpan<byte> random)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(random.Length, RandomBytesCount);
        Span<char> characters = stackalloc char[RandomBytesCount];
        for (var index = 0; index < characters.Length; index++)
        {
            characters[index] = Alphabet[random[index] % FieldSize];
        }

        var stem = string.Create(CultureInfo.InvariantCulture, $"{designator}-{year:0000}-{characters}");
        return stem + CheckCharacter(stem);
    }

    /// <summary>True when the shape is right and the check character fits all others.</summary>
    public static bool IsValid(string text) => Shape().IsMatch(text) && CheckCharacter(text[..^1]) == text[^1];

    /// <summary>
    /// Corrects what is commonly misheard or mistyped (Crockford: O is 0, I and L are 1) and answers the number, or
    /// null
    /// when it does not check.
    /// </summary>
    public static string? Normalise(string typed)
    {
        var text = typed.Trim().ToUpperInvariant();
        var dash = text.LastIndexOf('-');
        if (dash < 0)
        {
            return null;
        }

        var tail = text[(dash + 1)..].Replace('O', '0').Replace('I', '1').Replace('L', '1');
        var candidate = text[..(dash + 1)] + tail;
        return IsValid(candidate) ? candidate : null;
    }

    /// <summary>As spoken on the phone, with the words of the ICAO spelling alphabet (ICAO Annex 10 vol. II
    /// §5.2.1.3).</summary>
    public static string Spoken(string text) => string.Join(' ', text.ToUpperInvariant().Select(Word));

    private static string Word(char character) =>
        character switch
        {
            >= '0' and <= '9' => SpokenWords[character - '0'],
            >= 'A' and <= 'Z' => SpokenWords[character - 'A' + 10],
            '-' => "dash",
            _ => character.ToString(),
        };

    private static char CheckCharacter(string stem)
    {
        var weight = 1;
        var sum = 0;
        foreach (var character in stem.Where(char.IsAsciiLetterOrDigit).Reverse())
        {
            weight = Double(weight);
            sum ^= Multiply(weight, ValueOf(character));
        }

        return Alphabet[sum];
    }

    // Letters that Crockford leaves out occur in designators only; they share the value of what they are misread as.
    private static int ValueOf(char character) =>
        character switch
        {
            'I' or 'L' => 1,
            'O' => 0,
            'U' => Alphabet.IndexOf('V', StringComparison.Ordinal),
            _ => Alphabet.IndexOf(character, StringComparison.Ordinal),
        };

    private static int Double(int value) => (value << 1) >= FieldSize ? (value << 1) ^ Polynomial : value << 1;

    private static int Multiply(int left, int right)
    {
        var product = 0;
        for (; right > 0; right >>= 1)
        {
            product ^= (right & 1) == 1 ? left : 0;
            left = Double(left);
        }

        return product;
    }

    [GeneratedRegex(@"^[A-Z0-9]{2,12}-[0-9]{4}-[0-9A-HJKMNP-TV-Z]{6}\z")]
    private static partial Regex Shape();
}
