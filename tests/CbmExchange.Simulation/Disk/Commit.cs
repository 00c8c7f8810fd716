using System.Collections.Immutable;
using CbmExchange.Envelopes.PeerStreams;
using CbmExchange.Store;

namespace CbmExchange.Simulation.Disk;

/// <summary>One transaction that is durable: what was asked and where it came to stand.</summary>
/// <param name="Request">What was asked; null for the opening of a stream.</param>
/// <param name="Opened">The stream opened; null for an append.</param>
/// <param name="At">The node's clock.</param>
internal sealed record Commit(AppendRequest? Request, PeerStreamId? Opened, DateTimeOffset At)
{
    /// <summary>The events as stored.</summary>
    public ImmutableArray<StoredEvent> Events { get; init; } = [];

    /// <summary>Own entries and where they came to stand, in the order of the request.</summary>
    public ImmutableArray<OutgoingEntries> Outgoing { get; init; } = [];
}

/// <summary>Consecutive entries of a stream.</summary>
/// <param name="Stream">The stream.</param>
/// <param name="First">Index of the first.</param>
/// <param name="Count">How many.</param>
internal readonly record struct OutgoingEntries(PeerStreamId Stream, long First, int Count);
