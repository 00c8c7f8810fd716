using System.Security.Cryptography;

namespace CbmExchange.Envelopes.Keys;

/// <summary>What the keys of this room have in common: the curve P-256 (FIPS 186-5) and nothing else.</summary>
internal static class P256
{
    private const string Oid = "1.2.840.10045.3.1.7";

    // RFC 5480: every uncompressed P-256 key begins so. Asking first keeps curves away that the platform throws at.
    private static readonly byte[] SpkiPrefix =
        Convert.FromHexString("3059301306072A8648CE3D020106082A8648CE3D03010703420004");

    private const int SpkiBytes = 91;

    public static byte[] PublicPart(ECDsa key)
    {
        if (!IsP256(key))
        {
            throw new ArgumentException("The key is not on the curve P-256.", nameof(key));
        }

        return key.ExportSubjectPublicKeyInfo();
    }

    public static DSASignatureFormat Format(SignatureForm form) => form == SignatureForm.Der
        ? DSASignatureFormat.Rfc3279DerSequence
        : DSASignatureFormat.IeeeP1363FixedFieldConcatenation;

    /// <summary>Reads a public key; null when it is none, is on another curve, or is not in its one DER form.</summary>
    public static ECDsa? TryRead(ReadOnlySpan<byte> subjectPublicKeyInfo)
    {
        if (subjectPublicKeyInfo.Length != SpkiBytes || !subjectPublicKeyInfo.StartsWith(SpkiPrefix))
        {
            return null;
        }

        var key = ECDsa.Create();
        try
        {
            key.ImportSubjectPublicKeyInfo(subjectPublicKeyInfo, out _);
            return key;
        }
        catch (CryptographicException)
        {
            // The point is not on the curve; the caller names the fault.
            key.Dispose();
            return null;
        }
    }

    private static bool IsP256(ECDsa key) => key.ExportParameters(false).Curve.Oid.Value == Oid;
}
