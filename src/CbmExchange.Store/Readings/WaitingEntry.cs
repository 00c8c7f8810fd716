using CbmExchange.Envelopes.PeerStreams;

namespace CbmExchange.Store.Readings;

/// <summary>A stored entry that waits for a key of its originator.</summary>
/// <param name="Stream">Where it stands.</param>
/// <param name="Index">Its place.</param>
/// <param name="StoredAt">When it was stored here.</param>
internal sealed record WaitingEntry(PeerStreamId Stream, long Index, DateTimeOffset StoredAt);
