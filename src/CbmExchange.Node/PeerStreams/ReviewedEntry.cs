using CbmExchange.Contracts.Sync.V1;
using CbmExchange.Domain;
using CbmExchange.Envelopes.PeerStreams;

namespace CbmExchange.Node.PeerStreams;

/// <summary>A stored entry of a peer, read again for what it asks of us.</summary>
/// <param name="Stream">Its stream.</param>
/// <param name="Index">Its index.</param>
/// <param name="Sealed">With what travelled beside it.</param>
/// <param name="Body">Parsed; it was verified before it was stored.</param>
/// <param name="Peer">Whose it is.</param>
/// <param name="Position">Position in the log of the event that stored it.</param>
/// <param name="MayAnswer">
/// True when our stream to the peer may be written. False before our heads are compared (decision 0014): whoever
/// answers in that stream does nothing then, and is shown the entry again.
/// </param>
internal sealed record ReviewedEntry(
    PeerStreamId Stream, long Index, SealedEntry Sealed, PeerEntry Body, PeerSeat Peer, LogPosition Position,
    bool MayAnswer);
