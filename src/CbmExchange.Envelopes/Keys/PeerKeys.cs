using System.Collections.Immutable;
using CbmExchange.Domain;

namespace CbmExchange.Envelopes.Keys;

/// <summary>
/// The admitted keys of one participant, of all its descriptor versions: what it signed with an older key must stay
/// verifiable. Recovery keys are looked up through descriptors only.
/// </summary>
public sealed class PeerKeys
{
    private readonly ImmutableDictionary<KeyId, PeerKey> keys;

    private PeerKeys(ParticipantId participant, ImmutableDictionary<KeyId, PeerKey> keys)
    {
        Participant = participant;
        this.keys = keys;
    }

    /// <summary>Whose keys these are.</summary>
    public ParticipantId Participant { get; }

    /// <summary>All of them, in the order of their ids.</summary>
    public ImmutableArray<PeerKey> All => [.. keys.Values.OrderBy(key => key.Key.Id.Hex, StringComparer.Ordinal)];

    /// <summary>Collects keys. Of two entries for one key the later counts; MUST NOT differ in purpose.</summary>
    public static PeerKeys Of(ParticipantId participant, IEnumerable<PeerKey> keys) =>
        new PeerKeys(participant, ImmutableDictionary<KeyId, PeerKey>.Empty).With(keys);

    /// <summary>
    /// With further keys, e.g. of a newer descriptor. What was said of a key before (its status) stays.
    /// </summary>
    public PeerKeys With(IEnumerable<PeerKey> further)
    {
        var all = keys;
        foreach (var key in further)
        {
            if (all.TryGetValue(key.Key.Id, out var known))
            {
                MustAgree(known, key);
                all = all.SetItem(key.Key.Id, key.Status == KeyStatus.Active
                    ? key with { Status = known.Status, Since = known.Since }
                    : key);
                continue;
            }

            all = all.Add(key.Key.Id, key);
        }

        return new PeerKeys(Participant, all);
    }

    /// <summary>The same keys after one was retired or compromised. An unknown key changes nothing.</summary>
    public PeerKeys WithStatus(KeyId id, KeyStatus status, DateTimeOffset since)
    {
        // A compromise is never taken back: the owner makes a new key instead.
        if (!keys.TryGetValue(id, out var known) || known.Status == KeyStatus.Compromised)
        {
            return this;
        }

        return new PeerKeys(Participant, keys.SetItem(id, known with { Status = status, Since = since }));
    }

    /// <summary>The key that a hint names, if it is admitted for this purpose; else null.</summary>
    public PeerKey? Find(KeyPurpose purpose, KeyId hint) =>
        keys.TryGetValue(hint, out var key) && key.Purpose == purpose ? key : null;

    /// <summary>The keys of a purpose whose id starts with the four bytes of a C2SP key id.</summary>
    public IEnumerable<PeerKey> FindByNoteKeyId(KeyPurpose purpose, ReadOnlyMemory<byte> noteKeyId)
    {
        var prefix = Convert.ToHexStringLower(noteKeyId.Span);
        return keys.Values.Where(key => key.Purpose == purpose)
            .Where(key => key.Key.Id.Hex.StartsWith(prefix, StringComparison.Ordinal))
            .OrderBy(key => key.Key.Id.Hex, StringComparer.Ordinal);
    }

    private static void MustAgree(PeerKey known, PeerKey key)
    {
        if (known.Purpose != key.Purpose)
        {
            throw new ArgumentException("A key has one purpose only.", nameof(key));
        }
    }
}
