using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using CbmExchange.Domain;
using CbmExchange.Store.Log;

namespace CbmExchange.Store.PeerStreams;

/// <summary>Which disclosures stay when some are destroyed; the same in both stores.</summary>
internal static class DisclosureRules
{
    public static void Check(IReadOnlyCollection<PeerSequence> entries, IReadOnlyCollection<string> digests)
    {
        if (entries.Count == 0 && digests.Count == 0)
        {
            throw new ArgumentException("Name the entries or the digests whose disclosures are to be destroyed.");
        }
    }

    public static ImmutableArray<string> Remaining(ImmutableArray<string> disclosures,
        IReadOnlyCollection<string> digests) =>
        digests.Count == 0 ? [] : [.. disclosures.Where(text => !digests.Contains(DigestOf(text)))];

    /// <summary>RFC 9901 §4.2.3: over the ASCII bytes of the disclosure; lower-case hex here.</summary>
    public static string DigestOf(string disclosure) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(disclosure)));

    public static ImmutableArray<string> Split(byte[] stored) => stored.Length == 0
        ? []
        : [.. Encoding.ASCII.GetString(stored).Split(AppendCommand.DisclosureSeparator)];
}
