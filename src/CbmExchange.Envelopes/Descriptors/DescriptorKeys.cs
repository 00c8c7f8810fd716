using System.Collections.Immutable;
using CbmExchange.Contracts.Sync.V1;
using CbmExchange.Envelopes.Keys;

namespace CbmExchange.Envelopes.Descriptors;

/// <summary>Reads the keys of a descriptor. Guards: P-256, a known purpose, a validity, each key once.</summary>
internal static class DescriptorKeys
{
    /// <summary>Null when a key is not as it must be.</summary>
    public static ImmutableArray<PeerKey>? TryRead(ParticipantDescriptor body)
    {
        var keys = body.Keys.Select(TryRead).OfType<PeerKey>().ToImmutableArray();
        return keys.Length == body.Keys.Count ? keys : null;
    }

    /// <summary>True when a key or root stands twice, for whatever purpose.</summary>
    public static bool AnyTwice(IEnumerable<PeerKey> keys, IEnumerable<KeyId> roots)
    {
        var seen = new HashSet<KeyId>();
        return keys.Select(key => key.Key.Id).Concat(roots).Any(id => !seen.Add(id));
    }

    private static PeerKey? TryRead(DescriptorKey key)
    {
        if (KeyPurposes.Parse(key.Purpose) is not { } purpose || VerificationKey.TryRead(key.Spki.Span) is not { } spki
            || ProtoTime.TryRead(key.NotBefore) is not { } notBefore
            || ProtoTime.TryRead(key.NotAfter) is not { } notAfter)
        {
            return null;
        }

        return notBefore < notAfter ? new PeerKey(spki, purpose, notBefore, notAfter) : null;
    }
}
