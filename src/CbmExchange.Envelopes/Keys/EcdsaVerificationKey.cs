using System.Security.Cryptography;

namespace CbmExchange.Envelopes.Keys;

/// <summary>An ECDSA P-256 public key. Not disposed: it lives as long as the admission that brought it.</summary>
internal sealed class EcdsaVerificationKey(ECDsa key) : VerificationKey(P256.PublicPart(key))
{
    // One OpenSSL key object is not promised to serve several threads at once.
    private readonly Lock gate = new();

    public override bool Verify(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature, SignatureForm form)
    {
        lock (gate)
        {
            try
            {
                return key.VerifyData(data, signature, HashAlgorithmName.SHA256, P256.Format(form));
            }
            catch (CryptographicException)
            {
                return false;
            }
        }
    }
}
