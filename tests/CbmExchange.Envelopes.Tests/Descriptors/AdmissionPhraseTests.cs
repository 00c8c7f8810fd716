using System.Numerics;
using System.Security.Cryptography;
using CbmExchange.Envelopes.Descriptors;

namespace CbmExchange.Envelopes.Tests.Descriptors;

public sealed class AdmissionPhraseTests
{
    private static readonly byte[] Signed = [1, 2, 3];

    [Fact]
    public void Phrase_is_the_first_88_bits_of_the_hash_in_words()
    {
        var words = AdmissionPhrase.Of(Signed).Split(' ');
        Assert.Equal(AdmissionPhrase.Words, words.Length);
        Assert.All(words, word => Assert.True(AdmissionPhrase.IsWord(word)));
        var bits = new BigInteger(SHA256.HashData(Signed).AsSpan(0, 11), isUnsigned: true, isBigEndian: true);
        Assert.Equal(words[7], WordAt((int)(bits & 2047)));
        Assert.Equal(words[0], WordAt((int)(bits >> 77)));
    }

    [Fact]
    public void Case_and_spaces_do_not_matter()
    {
        var phrase = AdmissionPhrase.Of(Signed);
        Assert.True(AdmissionPhrase.Matches(phrase, Signed));
        var typed = phrase.ToUpperInvariant().Replace(" ", "\r\n ", StringComparison.Ordinal);
        Assert.True(AdmissionPhrase.Matches($"  {typed} ", Signed));
    }

    [Fact]
    public void Words_themselves_do()
    {
        var words = AdmissionPhrase.Of(Signed).Split(' ');
        Assert.False(AdmissionPhrase.Matches(string.Join(' ', words.Skip(1)), Signed));
        Assert.False(AdmissionPhrase.Matches(string.Join(' ', words.Reverse()), Signed));
        Assert.False(AdmissionPhrase.Matches(string.Join(' ', words.Select(word => word[..^1])), Signed));
        Assert.False(AdmissionPhrase.Matches(string.Concat(words), Signed));
        Assert.False(AdmissionPhrase.Matches(string.Empty, Signed));
        Assert.False(AdmissionPhrase.Matches(string.Join(' ', words), [1, 2, 4]));
        Assert.False(AdmissionPhrase.IsWord("notaword"));
    }

    private static string WordAt(int index)
    {
        var file = Path.Combine(
            Vectors.VectorFile.RepositoryRoot, "src", "CbmExchange.Envelopes", "Descriptors", "words.english.txt");
        return File.ReadAllLines(file)[index];
    }
}
