using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using CbmExchange.Domain;

namespace CbmExchange.Envelopes.Statements;

/// <summary>
/// Decoy digests (RFC 9901 §4.2.5): how many, and where. A recipient cannot tell a withheld thing from one that does
/// not exist, nor infer from the place of a shown element how many stand before it.
/// </summary>
internal static class DecoyPlan
{
    private const int ListBucketMin = 4;

    /// <summary>The next of 4, 8, 16, 32 … that is not smaller.</summary>
    public static int BucketOf(int elements)
    {
        var bucket = ListBucketMin;
        while (bucket < elements)
        {
            bucket *= 2;
        }

        return bucket;
    }

    /// <summary>A digest of which nobody knows the disclosure.</summary>
    public static byte[] Digest(ISaltSource salts, RecordId record, string place) =>
        SHA256.HashData(salts.Derive(record, SaltUse.Decoy, place));

    /// <summary>
    /// For each place of the bucket: is it a real element? Any choice is equally likely to an outsider.
    /// </summary>
    public static ImmutableArray<bool> Places(ISaltSource salts, RecordId record, string field, int elements)
    {
        var bucket = BucketOf(elements);
        var real = Enumerable.Range(0, bucket)
            .OrderBy(place => Convert.ToHexString(salts.Derive(record, SaltUse.Placement, Place(field, place))),
                StringComparer.Ordinal)
            .Take(elements).ToHashSet();
        return [.. Enumerable.Range(0, bucket).Select(real.Contains)];
    }

    public static string Place(string field, int position) =>
        $"{field}/{position.ToString(CultureInfo.InvariantCulture)}";
}
