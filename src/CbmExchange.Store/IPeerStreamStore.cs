using System.Collections.Immutable;
using CbmExchange.Domain;
using CbmExchange.Envelopes.PeerStreams;

namespace CbmExchange.Store;

/// <summary>Reads of the peer streams, and the few writes that are not part of a command.</summary>
public interface IPeerStreamStore
{
    /// <summary>
    /// Entries from <paramref name="first"/> on, as many as fit <paramref name="limit"/>, at least one if there is one.
    /// Empty at the end and for an unknown stream.
    /// </summary>
    Task<ImmutableArray<StoredPeerEntry>> ReadAsync(
        PeerStreamId stream, PeerSequence first, PeerPageLimit limit, CancellationToken cancellationToken = default);

    /// <summary>
    /// Size, right edge and, for a mirrored stream, the checkpoint that proves it; null for an unknown stream.
    /// </summary>
    Task<PeerStreamHead?> HeadAsync(PeerStreamId stream, CancellationToken cancellationToken = default);

    /// <summary>
    /// The right edge of the tree when it had <paramref name="size"/> leaves; what a batch that begins there is proven
    /// from. Reads at most <see cref="StoreLimits.EdgeInterval"/> leaf hashes, more only the first time after a bulk
    /// load.
    /// Throws <see cref="ArgumentOutOfRangeException"/> when the stream is shorter.
    /// </summary>
    Task<CompactRange> EdgeAsync(PeerStreamId stream, PeerSequence size, CancellationToken cancellationToken = default);

    /// <summary>All streams and generations, ordered by originator, recipient, generation.</summary>
    Task<ImmutableArray<PeerStreamInfo>> ListAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// Opens a stream if it does not exist. A generation above the newest closes those below it, which take no more
    /// entries; one below the newest that never existed is opened closed. Durable when it returns.
    /// </summary>
    Task OpenAsync(PeerStreamId stream, CancellationToken cancellationToken = default);

    /// <summary>
    /// Destroys disclosures in one stream and answers how many were destroyed. <paramref name="entries"/> empty: in all
    /// entries; <paramref name="digests"/> (SHA-256 of the disclosure text, lower-case hex) empty: all disclosures of
    /// these entries. Both empty is refused with <see cref="ArgumentException"/>. Leaves and signatures are untouched.
    /// </summary>
    Task<int> DestroyDisclosuresAsync(
        PeerStreamId stream,
        IReadOnlyCollection<PeerSequence> entries,
        IReadOnlyCollection<string> digests,
        CancellationToken cancellationToken = default);

    /// <summary>Evidence kept of a peer, newest first, at most <paramref name="countMax"/> pieces.</summary>
    Task<ImmutableArray<StoredEvidence>> ReadEvidenceAsync(
        ParticipantId peer, int countMax, CancellationToken cancellationToken = default);
}
