using CbmExchange.Domain.Records;

namespace CbmExchange.Domain.Tests;

public sealed class ReferenceNumberTests
{
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    [Fact]
    public void A_number_has_five_random_characters_and_one_check_character()
    {
        var number = ReferenceNumber.Create("XA", 2026, [0, 31, 32, 255, 10]);
        Assert.StartsWith("XA-2026-0Z0ZA", number, StringComparison.Ordinal);
        Assert.Equal("XA-2026-".Length + 6, number.Length);
        Assert.True(ReferenceNumber.IsValid(number));
    }

    [Fact]
    public void Every_single_wrong_character_is_found()
    {
        var number = ReferenceNumber.Create("XA", 2026, [7, 19, 3, 23, 13]);
        foreach (var index in Enumerable.Range(0, number.Length).Where(index => number[index] != '-'))
        {
            foreach (var other in Alphabet.Where(other => other != number[index]))
            {
                Assert.False(ReferenceNumber.IsValid(number[..index] + other + number[(index + 1)..]));
            }
        }
    }

    [Fact]
    public void Every_swap_of_two_characters_is_found()
    {
        var number = ReferenceNumber.Create("XB", 2026, [1, 2, 3, 4, 5]).ToCharArray();
        foreach (
            var (left, right) in Enumerable
                .Range(0, number.Length)
                .SelectMany(left => Enumerable.Range(left + 1, number.Length - left - 1).Select(right => (left, right)))
        )
        {
            var swapped = (char[])number.Clone();
            (swapped[left], swapped[right]) = (swapped[right], swapped[left]);
            Assert.True(number[left] == number[right] || !ReferenceNumber.IsValid(new string(swapped)));
        }
    }

    [Fact]
    public void What_is_commonly_mistyped_is_read_as_meant()
    {
        var number = ReferenceNumber.Create("XA", 2026, [0, 1, 0, 1, 0]);
        Assert.Equal(number, ReferenceNumber.Normalise(" " + number.ToLowerInvariant()[..8] + "oioi0" + number[^1]));
        Assert.Null(ReferenceNumber.Normalise("nonsense"));
    }
}
