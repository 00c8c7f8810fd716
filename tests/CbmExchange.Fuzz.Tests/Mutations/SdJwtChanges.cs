using System.Buffers.Text;

namespace CbmExchange.Fuzz.Tests.Mutations;

/// <summary>Changes of base64url parts: inside, last bits, order; and the twin of a signature.</summary>
internal static class SdJwtChanges
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    public static byte[] Change(byte[] input, Random random)
    {
        var text = Mutator.Text(input);
        var parts = text.Split('~').ToList();
        var place = random.Next(parts.Count);
        switch (random.Next(8))
        {
            case 0:
                parts.RemoveAt(place);
                break;
            case 1:
                parts.Insert(random.Next(parts.Count), parts[place]);
                break;
            case 2:
                (parts[0], parts[place]) = (parts[place], parts[0]);
                break;
            case 3:
                parts[place] = Bits(parts[place]);
                break;
            case 4:
                parts[place] += random.Next(2) == 0 ? "=" : " ";
                break;
            case 5 when parts[0].Split('.') is [var head, var payload, var signature]
                && Decode(signature) is { Length: 64 } bytes:
                parts[0] = $"{head}.{payload}.{Base64Url.EncodeToString(Signatures.Twin(bytes))}";
                break;
            default:
                parts[place] = Inside(parts[place], random);
                break;
        }

        return Mutator.Bytes(string.Join('~', parts));
    }

    // The last letter holds bits that belong to no byte: other letters decode to the same bytes.
    private static string Bits(string part) => part.Length == 0 || Alphabet.IndexOf(part[^1]) is not (>= 0 and var last)
        ? part
        : part[..^1] + Alphabet[last ^ 1];

    private static string Inside(string part, Random random)
    {
        var pieces = part.Split('.');
        var place = random.Next(pieces.Length);
        if (Decode(pieces[place]) is not { } bytes)
        {
            return Mutator.Text(ByteChanges.Change(Mutator.Bytes(part), [Mutator.Bytes(part)], random));
        }

        var changed = random.Next(4) == 0
            ? ByteChanges.Change(bytes, [bytes], random)
            : JsonChanges.Change(bytes, random);
        pieces[place] = Base64Url.EncodeToString(changed);
        return string.Join('.', pieces);
    }

    private static byte[]? Decode(string text) => Base64Url.IsValid(text) ? Base64Url.DecodeFromChars(text) : null;
}
