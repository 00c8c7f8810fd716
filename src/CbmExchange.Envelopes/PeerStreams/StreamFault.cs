namespace CbmExchange.Envelopes.PeerStreams;

/// <summary>Why input of a peer stream is not accepted. Kept as evidence and alarmed; it stops no other peer.</summary>
/// <param name="Name">One of <see cref="StreamFaults"/>.</param>
/// <param name="Sentence">One plain sentence without content of records.</param>
/// <param name="Evidence">The checkpoint, or what stood in its place, as received.</param>
public sealed record StreamFault(string Name, string Sentence, ReadOnlyMemory<byte> Evidence);
