using System.Collections.Immutable;
using CbmExchange.Domain;
using CbmExchange.Envelopes.PeerStreams;
using CbmExchange.Store.Log;

namespace CbmExchange.Store;

/// <summary>
/// A new generation of one of our own streams, opened together with what it begins with: either both are durable, or
/// neither. From then on the generations before it take no more entries.
/// </summary>
/// <param name="Stream">A generation later than the newest, MUST be at least 2; it need not be the next.</param>
/// <param name="SizeBefore">
/// Entries of the newest generation when <paramref name="Entries"/> were chosen. One that was appended meanwhile
/// would be missing here, so another size is refused with <see cref="AppendOutcome.PeerSizeConflict"/>.
/// </param>
/// <param name="Entries">What it begins with, in order; may be empty.</param>
public sealed record PeerStreamOpening(
    PeerStreamId Stream, PeerSequence SizeBefore, ImmutableArray<NewPeerEntry> Entries)
{
    /// <summary>False when it is more than one request may open (<see cref="StoreLimits"/>).</summary>
    public bool IsWithinLimits => Entries.Length <= StoreLimits.OpeningEntryCountMax
        && RequestRules.BytesOf(Entries) <= StoreLimits.OpeningBytesMax;
}
