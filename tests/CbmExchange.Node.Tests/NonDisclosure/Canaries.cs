using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace CbmExchange.Node.Tests.NonDisclosure;

/// <summary>
/// Strings that occur nowhere else, one per place, and the search for them in any bytes: as UTF-8, UTF-16, hex, JSON
/// escapes, base64 and base64url at each of the three alignments, so that nothing has to be decoded first.
/// </summary>
internal sealed class Canaries
{
    private readonly Dictionary<string, string> places = [];

    /// <summary>Places that have a canary.</summary>
    public int Count => places.Count;

    /// <summary>The canary of a place: lower-case letters and digits, so that it fits any field.</summary>
    public string For(string place)
    {
        if (!places.TryGetValue(place, out var canary))
        {
            canary = "zq" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8)) + "qz";
            places[place] = canary;
        }

        return canary;
    }

    /// <summary>Something else that must not be found, such as an id.</summary>
    public void Watch(string place, string text) => places[place] = text;

    /// <summary>The places whose canary is found, with the form in which it is.</summary>
    public List<string> FoundIn(byte[] bytes) =>
    [
        .. places.SelectMany(place => Forms(place.Value)
            .Where(form => bytes.AsSpan().IndexOf(form.Bytes) >= 0).Select(form => $"{place.Key} as {form.Name}")),
    ];

    public List<string> FoundIn(string text) => FoundIn(Encoding.UTF8.GetBytes(text));

    private static IEnumerable<(string Name, byte[] Bytes)> Forms(string canary)
    {
        var utf8 = Encoding.UTF8.GetBytes(canary);
        yield return ("UTF-8", utf8);
        yield return ("UTF-16LE", Encoding.Unicode.GetBytes(canary));
        yield return ("UTF-16BE", Encoding.BigEndianUnicode.GetBytes(canary));
        yield return ("hex", Encoding.ASCII.GetBytes(Convert.ToHexStringLower(utf8)));
        yield return ("HEX", Encoding.ASCII.GetBytes(Convert.ToHexString(utf8)));
        yield return ("JSON escapes", Encoding.ASCII.GetBytes(string.Concat(
            canary.Select(letter => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)letter:x4}")))));
        for (var offset = 0; offset < 3; offset++)
        {
            var text = Convert.ToBase64String([.. new byte[offset], .. utf8]);
            var first = (offset * 8 + 5) / 6;
            var inner = text[first..((utf8.Length + offset) * 8 / 6)];
            yield return ($"base64+{offset}", Encoding.ASCII.GetBytes(inner));
            yield return (
                $"base64url+{offset}", Encoding.ASCII.GetBytes(inner.Replace('+', '-').Replace('/', '_')));
        }
    }
}
