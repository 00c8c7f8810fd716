using System.Collections.Immutable;
using CbmExchange.Domain;
using CbmExchange.Envelopes.PeerStreams;

namespace CbmExchange.Store;

/// <summary>What a command appended. The same for its first answer and for every repeat.</summary>
public sealed record AppendReceipt
{
    /// <summary>Position of its first event.</summary>
    public required LogPosition First { get; init; }

    /// <summary>Position of its last event; what "read your own write" waits for.</summary>
    public required LogPosition Last { get; init; }

    /// <summary>Each stream's version after it.</summary>
    public required ImmutableDictionary<string, StreamVersion> Versions { get; init; }

    /// <summary>
    /// Index of the first own entry in each peer stream; the others of the request follow it without a gap.
    /// </summary>
    public required ImmutableDictionary<PeerStreamId, PeerSequence> FirstIndices { get; init; }

    /// <summary>The opaque answer of the first time.</summary>
    public string? Answer { get; init; }

    /// <summary>
    /// Who gave the command (<see cref="AppendMetadata.UserName"/>). Known to
    /// <see cref="IEventStore.FindCommandAsync"/> only; null in the answer of an append.
    /// </summary>
    public string? UserName { get; init; }
}
