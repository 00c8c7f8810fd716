using System.Buffers;
using System.Buffers.Text;

namespace CbmExchange.Envelopes;

/// <summary>base64url without padding (RFC 4648 §5), in its one canonical form.</summary>
internal static class Base64Text
{
    public static string Encode(ReadOnlySpan<byte> bytes) => Base64Url.EncodeToString(bytes);

    /// <summary>Decodes; null when the text is not exactly what <see cref="Encode"/> writes.</summary>
    public static byte[]? TryDecode(ReadOnlySpan<char> text)
    {
        var bytes = new byte[Base64Url.GetMaxDecodedLength(text.Length)];
        if (!Base64Url.IsValid(text) || !Base64Url.TryDecodeFromChars(text, bytes, out var written))
        {
            return null;
        }

        Array.Resize(ref bytes, written);
        return IsWrittenSo(bytes, text) ? bytes : null;
    }

    private static bool IsWrittenSo(byte[] bytes, ReadOnlySpan<char> text)
    {
        var rented = ArrayPool<char>.Shared.Rent(Base64Url.GetEncodedLength(bytes.Length));
        var length = Base64Url.EncodeToChars(bytes, rented);
        var isSame = text.SequenceEqual(rented.AsSpan(0, length));
        ArrayPool<char>.Shared.Return(rented);
        return isSame;
    }
}
