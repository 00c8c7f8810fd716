using System.Text;
using CbmExchange.Contracts.Sync.V1;
using CbmExchange.Envelopes.Keys;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace CbmExchange.Envelopes.Descriptors;

/// <summary>Signs descriptors with the recovery key.</summary>
public static class DescriptorSigner
{
    private static readonly byte[] Context = Encoding.ASCII.GetBytes("cbm.exchange/descriptor/v1\n");

    /// <summary>
    /// The bytes of a <c>SignedDescriptor</c>. The first version is signed by its own recovery key, a later one by the
    /// recovery key of the version before.
    /// </summary>
    public static byte[] Sign(ParticipantDescriptor descriptor, SigningKey recoveryKey)
    {
        recoveryKey.MustBeFor(KeyPurpose.Recovery);
        var body = descriptor.ToByteArray();
        return new SignedDescriptor
        {
            Descriptor_ = ByteString.CopyFrom(body),
            KeySha256 = ByteString.CopyFrom(recoveryKey.Id.ToBytes()),
            Signature = ByteString.CopyFrom(recoveryKey.Sign(SignedBytes(body), SignatureForm.Der)),
        }.ToByteArray();
    }

    /// <summary>The entry of a key in a descriptor.</summary>
    public static DescriptorKey Describe(SigningKey key, DateTimeOffset notBefore, DateTimeOffset notAfter) => new()
    {
        Spki = ByteString.CopyFrom(key.SubjectPublicKeyInfo.Span),
        Purpose = KeyPurposes.Code(key.Purpose),
        NotBefore = notBefore.ToTimestamp(),
        NotAfter = notAfter.ToTimestamp(),
    };

    internal static byte[] SignedBytes(ReadOnlySpan<byte> body) => [.. Context, .. body];
}
