using CbmExchange.Domain;
using CbmExchange.Envelopes.PeerStreams;

namespace CbmExchange.Store;

/// <summary>The answer to an append. A refusal is a value (style E1).</summary>
public sealed record AppendResult
{
    /// <summary>How it ended.</summary>
    public required AppendOutcome Outcome { get; init; }

    /// <summary>What was appended; not null exactly when appended or repeated.</summary>
    public AppendReceipt? Receipt { get; init; }

    /// <summary>The stream that refused.</summary>
    public string? StreamId { get; init; }

    /// <summary>The version it has.</summary>
    public StreamVersion? HeldVersion { get; init; }

    /// <summary>The peer stream that refused.</summary>
    public PeerStreamId? PeerStream { get; init; }

    /// <summary>The size it has.</summary>
    public PeerSequence? HeldSize { get; init; }

    /// <summary>Why, when unavailable or unknown: one plain sentence without content.</summary>
    public string? Sentence { get; init; }

    /// <summary>True when the command's effects are durable.</summary>
    public bool IsDurable => Outcome is AppendOutcome.Appended or AppendOutcome.Repeated;
}
