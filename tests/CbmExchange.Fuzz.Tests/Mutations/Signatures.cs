using System.Formats.Asn1;
using System.Globalization;
using System.Numerics;

namespace CbmExchange.Fuzz.Tests.Mutations;

/// <summary>ECDSA has two signatures for each: (r, s) and (r, n − s). Both hold.</summary>
internal static class Signatures
{
    private static readonly BigInteger Order = BigInteger.Parse(
        "0FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551",
        NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    /// <summary>The other one, r‖s in 64 bytes.</summary>
    public static byte[] Twin(byte[] signature)
    {
        var s = Order - new BigInteger(signature.AsSpan(32), isUnsigned: true, isBigEndian: true);
        var other = s.Sign < 0 ? [] : s.ToByteArray(isUnsigned: true, isBigEndian: true);
        return [.. signature[..32], .. new byte[Math.Max(0, 32 - other.Length)], .. other];
    }

    /// <summary>The other one in DER, or the same one in another BER; the input when it is no signature.</summary>
    public static byte[] TwinDer(byte[] signature, bool isOtherForm)
    {
        try
        {
            var reader = new AsnReader(signature, AsnEncodingRules.DER).ReadSequence();
            var (r, s) = (reader.ReadInteger(), reader.ReadInteger());
            if (isOtherForm)
            {
                // A length in the long form, which DER forbids.
                return [0x30, 0x81, .. signature[1..]];
            }

            var writer = new AsnWriter(AsnEncodingRules.DER);
            using (writer.PushSequence())
            {
                writer.WriteInteger(r);
                writer.WriteInteger(Order - s);
            }

            return writer.Encode();
        }
        catch (AsnContentException)
        {
            return signature;
        }
    }
}
