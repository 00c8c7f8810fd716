namespace CbmExchange.Envelopes.PeerStreams;

/// <summary>What a peer holds of our own stream, shown by our own signature.</summary>
/// <param name="Standing">Against what we hold.</param>
/// <param name="Size">Number of entries that the peer holds.</param>
public sealed record HeldHead(HeldHeadStanding Standing, long Size);
