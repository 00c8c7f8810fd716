using System.Collections.Immutable;
using System.Security.Cryptography;

namespace CbmExchange.Envelopes.Descriptors;

/// <summary>
/// Eight words that stand for a signed descriptor: 88 bits of its SHA-256, 11 per word (design D9). The owner reads
/// them out; whoever admits types what is heard. Spelling help is safe, guessing is not: the words themselves count.
/// </summary>
public static class AdmissionPhrase
{
    /// <summary>Words of a phrase.</summary>
    public const int Words = 8;

    /// <summary>Bits of one word: the list has 2,048.</summary>
    public const int WordBits = 11;

    // Longer than any phrase with generous spaces; bounds the work on what was typed.
    private const int TypedCharsMax = 500;

    private static readonly ImmutableArray<string> List = ReadList();

    /// <summary>The phrase, words separated by one space.</summary>
    public static string Of(ReadOnlySpan<byte> signedDescriptor)
    {
        var hash = SHA256.HashData(signedDescriptor);
        return string.Join(' ', Enumerable.Range(0, Words).Select(word => List[Bits(hash, word * WordBits)]));
    }

    /// <summary>
    /// True when the typed words are those of the descriptor; case, spaces and line breaks do not matter.
    /// </summary>
    public static bool Matches(string typed, ReadOnlySpan<byte> signedDescriptor) =>
        typed.Length <= TypedCharsMax
        && string.Join(' ', typed.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).ToLowerInvariant()
            == Of(signedDescriptor);

    /// <summary>
    /// True when a word is in the list: lets a form mark a misheard word before the whole is compared.
    /// </summary>
    public static bool IsWord(string word) => List.BinarySearch(word.ToLowerInvariant(), StringComparer.Ordinal) >= 0;

    private static int Bits(byte[] hash, int start)
    {
        var value = 0;
        for (var bit = start; bit < start + WordBits; bit++)
        {
            value = (value << 1) | ((hash[bit / 8] >> (7 - (bit % 8))) & 1);
        }

        return value;
    }

    private static ImmutableArray<string> ReadList()
    {
        using var stream = typeof(AdmissionPhrase).Assembly.GetManifestResourceStream("words.english.txt")!;
        using var reader = new StreamReader(stream);
        return [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries)];
    }
}
