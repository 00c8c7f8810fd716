using System.Collections.Immutable;

namespace CbmExchange.Envelopes.PeerStreams;

/// <summary>
/// Consecutive verified entries and the head that proves them. Made by <c>PeerStreamVerifier</c> only.
/// </summary>
public sealed record VerifiedBatch
{
    internal VerifiedBatch(
        PeerStreamId stream, long firstIndex, ImmutableArray<VerifiedEntry> entries, VerifiedHead head)
    {
        Stream = stream;
        FirstIndex = firstIndex;
        Entries = entries;
        Head = head;
    }

    /// <summary>The stream.</summary>
    public PeerStreamId Stream { get; }

    /// <summary>Index of the first entry; MUST equal the stored size of the stream when it is stored.</summary>
    public long FirstIndex { get; }

    /// <summary>At least one.</summary>
    public ImmutableArray<VerifiedEntry> Entries { get; }

    /// <summary>The head after the last entry.</summary>
    public VerifiedHead Head { get; }
}
