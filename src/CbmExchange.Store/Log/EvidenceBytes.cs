using System.Security.Cryptography;

namespace CbmExchange.Store.Log;

/// <summary>What is kept of evidence, the same in both stores.</summary>
internal static class EvidenceBytes
{
    public static byte[] HashOf(NewEvidence evidence) => SHA256.HashData(evidence.Bytes.Span);

    public static ReadOnlyMemory<byte> KeptOf(NewEvidence evidence) =>
        evidence.Bytes[..Math.Min(evidence.Bytes.Length, StoreLimits.EvidenceBytesMax)];
}
