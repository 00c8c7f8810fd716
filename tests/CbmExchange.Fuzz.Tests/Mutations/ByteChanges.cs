using System.Buffers.Binary;

namespace CbmExchange.Fuzz.Tests.Mutations;

/// <summary>Changes that need no structure.</summary>
internal static class ByteChanges
{
    private static readonly byte[][] Special =
    [
        [0], [0xff], [0x80], [0xff, 0xff, 0xff, 0xff, 0x0f], [0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
        [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01], "\n"u8.ToArray(), "\r\n"u8.ToArray(),
        "\n\n"u8.ToArray(), "\""u8.ToArray(), "\ufeff"u8.ToArray(), "\u2028"u8.ToArray(), [0xed, 0xa0, 0x80],
    ];

    public static byte[] Change(byte[] input, IReadOnlyList<byte[]> seeds, Random random)
    {
        if (input.Length == 0)
        {
            return Special[random.Next(Special.Length)];
        }

        var place = random.Next(input.Length);
        var end = random.Next(place, Math.Min(input.Length, place + 64)) + 1;
        switch (random.Next(9))
        {
            case 0:
                return With(input, place, (byte)(input[place] ^ (1 << random.Next(8))));
            case 1:
                return With(input, place, (byte)random.Next(256));
            case 2:
                return [.. input[..place], .. input[end..]];
            case 3:
                return [.. input[..place], .. Special[random.Next(Special.Length)], .. input[place..]];
            case 4:
                return [.. input[..end], .. input[place..]];
            case 5:
                return input[..place];
            case 6:
                var other = seeds[random.Next(seeds.Count)];
                return [.. input[..place], .. other[random.Next(other.Length + 1)..]];
            case 7 when input.Length >= sizeof(long):
                var copy = input.ToArray();
                var at = Math.Min(place, input.Length - sizeof(long));
                BinaryPrimitives.WriteInt64BigEndian(copy.AsSpan(at), random.NextInt64());
                return copy;
            default:
                return [.. input[end..], .. input[..end]];
        }
    }

    private static byte[] With(byte[] input, int place, byte value)
    {
        var copy = input.ToArray();
        copy[place] = value;
        return copy;
    }
}
