using CbmExchange.Envelopes.PeerStreams;

namespace CbmExchange.Store.Log;

/// <summary>A request ready to be written: events are JSON, peer streams are numbers, all limits are checked.</summary>
internal sealed class EncodedRequest
{
    public required Guid CommandId { get; init; }

    /// <summary>Tells our own first try from somebody's repeat when a connection died between them.</summary>
    public required Guid Attempt { get; init; }

    public required DateTimeOffset At { get; init; }

    public required AppendMetadata Metadata { get; init; }

    public required string? HeadersJson { get; init; }

    public required string? Answer { get; init; }

    public required IReadOnlyList<EncodedStream> Streams { get; init; }

    public required IReadOnlyList<(int Number, PeerAppend Append)> Outgoing { get; init; }

    public required IReadOnlyList<PeerStreamOpening> Openings { get; init; }

    public required IReadOnlyList<(int Number, VerifiedBatch Batch)> Incoming { get; init; }

    public required IReadOnlyList<NewEvidence> Evidence { get; init; }

    public required long Bytes { get; init; }
}
