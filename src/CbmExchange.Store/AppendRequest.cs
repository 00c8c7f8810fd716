using System.Collections.Immutable;
using CbmExchange.Envelopes.PeerStreams;

namespace CbmExchange.Store;

/// <summary>One command's effects: all of it is durable, or none.</summary>
public sealed record AppendRequest
{
    /// <summary>Given by the client. A repeat gets the first answer and changes nothing.</summary>
    public required Guid CommandId { get; init; }

    /// <summary>Who and why.</summary>
    public AppendMetadata Metadata { get; init; } = AppendMetadata.None;

    /// <summary>At least one; each stream once.</summary>
    public required ImmutableArray<StreamAppend> Streams { get; init; }

    /// <summary>Own entries going out; each peer stream once.</summary>
    public ImmutableArray<PeerAppend> PeerEntries { get; init; } = [];

    /// <summary>
    /// New generations of own streams; each pair of participants once, and none of its entries above.
    /// </summary>
    public ImmutableArray<PeerStreamOpening> Openings { get; init; } = [];

    /// <summary>Verified batches of peers to be stored; each peer stream once.</summary>
    public ImmutableArray<VerifiedBatch> Incoming { get; init; } = [];

    /// <summary>Evidence to be kept.</summary>
    public ImmutableArray<NewEvidence> Evidence { get; init; } = [];

    /// <summary>
    /// What a repeat of the command shall be answered with; opaque to the store, at most
    /// <see cref="StoreLimits.AnswerLengthMax"/> characters. No content of records: it is not sealed.
    /// </summary>
    public string? Answer { get; init; }
}
