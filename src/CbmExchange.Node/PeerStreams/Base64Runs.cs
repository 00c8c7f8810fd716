using System.Buffers;
using System.Buffers.Text;

namespace CbmExchange.Node.PeerStreams;

/// <summary>
/// Bytes in which long runs of base64url stand as what they encode: pieces of a length, so many bytes as they are, a
/// length, so many bytes whose base64url follows them. Any bytes come back as they were.
/// </summary>
internal static class Base64Runs
{
    /// <summary>Bytes that are read at once.</summary>
    public const int PieceBytes = 16 * 1024;

    /// <summary>A statement or disclosure is a run at least this long.</summary>
    public const int StatementCharsMin = 64;

    /// <summary>A digest inside of one, which is 43 letters of its own.</summary>
    public const int DigestCharsMin = 40;

    // Four letters stand for three bytes. Bytes before a run may look like its letters: the beginning that gives most
    // readable text is the right one, and any beginning gives back the same bytes.
    private const int Group = 4;
    private const int DecodedGroup = 3;
    private const int LookedAtChars = 256;

    private static readonly SearchValues<byte> Letters = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"u8);

    /// <summary>Bytes with their runs packed.</summary>
    /// <param name="bytes">Any.</param>
    /// <param name="runCharsMin">A shorter run stays as it is.</param>
    /// <param name="packed">Where to; never more than its last two lengths longer than the bytes.</param>
    public static void Pack(ReadOnlySpan<byte> bytes, int runCharsMin, IBufferWriter<byte> packed)
    {
        var (written, at) = (0, 0);
        while (at < bytes.Length)
        {
            var start = bytes[at..].IndexOfAny(Letters);
            if (start < 0)
            {
                break;
            }

            start += at;
            var length = bytes[start..].IndexOfAnyExcept(Letters) is >= 0 and var found ? found : bytes.Length - start;
            at = start + length;
            if (length >= runCharsMin)
            {
                start += length >= StatementCharsMin ? BestBeginning(bytes.Slice(start, length)) : 0;
                var run = bytes[start..(at - ((at - start) % Group))];
                WriteLength(packed, start - written);
                packed.Write(bytes[written..start]);
                WriteLength(packed, run.Length / Group * DecodedGroup);
                packed.Advance(Base64Url.DecodeFromUtf8(run, packed.GetSpan(run.Length)));
                written = start + run.Length;
            }
        }

        WriteLength(packed, bytes.Length - written);
        packed.Write(bytes[written..]);
        WriteLength(packed, 0);
    }

    /// <summary>The bytes before they were packed.</summary>
    public static void Unpack(ReadOnlySpan<byte> packed, IBufferWriter<byte> bytes)
    {
        while (!packed.IsEmpty)
        {
            bytes.Write(Take(ref packed));
            var run = Take(ref packed);
            bytes.Advance(Base64Url.EncodeToUtf8(run, bytes.GetSpan(Base64Url.GetEncodedLength(run.Length))));
        }
    }

    /// <summary>The bytes before they were packed, into as many as <see cref="UnpackedLength"/> says.</summary>
    public static void Unpack(ReadOnlySpan<byte> packed, Span<byte> bytes)
    {
        while (!packed.IsEmpty)
        {
            var plain = Take(ref packed);
            plain.CopyTo(bytes);
            bytes = bytes[plain.Length..];
            bytes = bytes[Base64Url.EncodeToUtf8(Take(ref packed), bytes)..];
        }
    }

    /// <summary>How many bytes there were; asked before they are unpacked.</summary>
    public static long UnpackedLength(ReadOnlySpan<byte> packed)
    {
        var length = 0L;
        while (!packed.IsEmpty)
        {
            length += Take(ref packed).Length;
            length += Base64Url.GetEncodedLength(Take(ref packed).Length);
        }

        return length;
    }

    private static int BestBeginning(ReadOnlySpan<byte> run)
    {
        var (best, most) = (0, -1);
        Span<byte> decoded = stackalloc byte[LookedAtChars];
        for (var beginning = 0; beginning < Group; beginning++)
        {
            var looked = run[beginning..];
            looked = looked[..(Math.Min(looked.Length, LookedAtChars) / Group * Group)];
            var text = decoded[..Base64Url.DecodeFromUtf8(looked, decoded)];
            var readable = 0;
            foreach (var letter in text)
            {
                readable += letter is >= (byte)' ' and <= (byte)'~' ? 1 : 0;
            }

            (best, most) = readable > most ? (beginning, readable) : (best, most);
        }

        return best;
    }

    // As protobuf writes a varint.
    private static void WriteLength(IBufferWriter<byte> packed, int length)
    {
        for (var rest = (uint)length; ; rest >>= 7)
        {
            packed.Write([(byte)(rest < 0x80 ? rest : (rest & 0x7F) | 0x80)]);
            if (rest < 0x80)
            {
                return;
            }
        }
    }

    private static ReadOnlySpan<byte> Take(ref ReadOnlySpan<byte> packed)
    {
        var (length, shift) = (0u, 0);
        while (true)
        {
            if (packed.IsEmpty || shift > 28)
            {
                throw new InvalidDataException("A packed message of a peer ends within a length.");
            }

            var next = packed[0];
            packed = packed[1..];
            length |= (next & 0x7Fu) << shift;
            shift += 7;
            if (next < 0x80)
            {
                break;
            }
        }

        if (length > packed.Length)
        {
            throw new InvalidDataException("A packed message of a peer ends within a piece.");
        }

        var taken = packed[..(int)length];
        packed = packed[(int)length..];
        return taken;
    }
}
