using System.Collections.Immutable;
using CbmExchange.Envelopes.Keys;
using CbmExchange.Envelopes.PeerStreams;

namespace CbmExchange.Sync.Following;

/// <summary>
/// State of one follower. Invariants: Stored.Size ≤ Received.Size; Unstored are consecutive and fill the gap between
/// the two; a new connection begins at Stored only, with Unstored empty.
/// </summary>
public sealed record FollowerState
{
    private FollowerState(PeerStreamId stream, CompactRange stored)
    {
        Stream = stream;
        Held = stream;
        HeldRange = stored;
        Stored = stored;
        Received = stored;
    }

    /// <summary>The stream asked for; differs from <see cref="Held"/> while a new generation is tried.</summary>
    public PeerStreamId Stream { get; init; }

    /// <summary>The stream of which entries are stored.</summary>
    public PeerStreamId Held { get; init; }

    /// <summary>The edge of <see cref="Held"/>.</summary>
    public CompactRange HeldRange { get; init; }

    /// <summary>What is durable of <see cref="Stream"/>.</summary>
    public CompactRange Stored { get; init; }

    /// <summary>What is verified of <see cref="Stream"/>.</summary>
    public CompactRange Received { get; init; }

    /// <summary>Verified and not durable; the first of them is with the store.</summary>
    public ImmutableQueue<VerifiedBatch> Unstored { get; init; } = [];

    /// <summary>Number of batches in <see cref="Unstored"/>.</summary>
    public int UnstoredCount { get; init; }

    /// <summary>Where it stands.</summary>
    public FollowerPhase Phase { get; init; }

    /// <summary>The admitted keys; null while the peer is not admitted.</summary>
    public PeerKeys? Keys { get; init; }

    /// <summary>Number of the present or last connection.</summary>
    public long Connection { get; init; }

    /// <summary>True while the shell was asked for a message and has not handed one in.</summary>
    public bool IsReading { get; init; }

    /// <summary>When the peer last said something, or reading began.</summary>
    public DateTimeOffset HeardAt { get; init; }

    /// <summary>When the next connection may be made; null when none is planned.</summary>
    public DateTimeOffset? RetryAt { get; init; }

    /// <summary>When a call of the peer last brought a reconnect forward.</summary>
    public DateTimeOffset? NudgedAt { get; init; }

    /// <summary>Failures in a row.</summary>
    public int Failures { get; init; }

    /// <summary>
    /// The fault for which the stream is refused; null otherwise. A start with one that stopped the stream before goes
    /// on from there: the peer is asked for a new generation only.
    /// </summary>
    public StreamFault? Fault { get; init; }

    /// <summary>
    /// The last fault that cost only the connection, until the peer is heard without one; null otherwise.
    /// </summary>
    public StreamFault? PassingFault { get; init; }

    /// <summary>True once this connection's clock skew was flagged.</summary>
    public bool IsSkewFlagged { get; init; }

    /// <summary>When evidence of a fault was last kept, by the fault's name.</summary>
    public ImmutableSortedDictionary<string, DateTimeOffset> EvidenceKeptAt { get; init; } =
        ImmutableSortedDictionary.Create<string, DateTimeOffset>(StringComparer.Ordinal);

    /// <summary>
    /// The follower of a stream of which this edge is stored; Empty and generation 1 when nothing is.
    /// </summary>
    public static FollowerState Start(PeerStreamId stream, CompactRange stored) => new(stream, stored);
}
