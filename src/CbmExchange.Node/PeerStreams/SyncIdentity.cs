using System.Collections.Immutable;
using System.Security.Cryptography.X509Certificates;
using CbmExchange.Domain;
using CbmExchange.Envelopes.Keys;

namespace CbmExchange.Node.PeerStreams;

/// <summary>This node towards its peers. It owns none of the keys.</summary>
/// <param name="Participant">Who we are.</param>
/// <param name="Checkpoint">Signs heads of our streams.</param>
/// <param name="OwnKeys">Our own public keys, retired ones included: what peers give back is checked with them.</param>
/// <param name="Certificate">Our certificate, shown when we call peers.</param>
internal sealed record SyncIdentity(
    ParticipantId Participant, SigningKey Checkpoint, PeerKeys OwnKeys, X509Certificate2 Certificate)
{
    /// <summary>
    /// The same keys, those announced as compromised marked: who stole one must not grow our streams by giving back
    /// what we never signed. Judging a head needs no such mark, since nothing is taken from it.
    /// </summary>
    public PeerKeys TakeBackKeys { get; init; } = OwnKeys;

    /// <summary>Checkpoint keys before the one in force that sign beside it (PROTOCOL.md §4).</summary>
    public ImmutableArray<SigningKey> EarlierCheckpoints { get; init; } = [];

    /// <summary>What each peer must be told once of our keys, in this order.</summary>
    public ImmutableArray<OwnKeyNews> News { get; init; } = [];

    /// <summary>All keys that sign a head, the one in force first.</summary>
    public IReadOnlyList<SigningKey> CheckpointKeys => [Checkpoint, .. EarlierCheckpoints];
}
