namespace CbmExchange.Node.PeerStreams;

/// <summary>A peer answered with bytes that are no message of the protocol.</summary>
/// <param name="bytes">The message as it came, without its frame.</param>
/// <param name="cause">What the parser found; null when it parsed and says nothing.</param>
internal sealed class UnreadableMessageException(byte[] bytes, Exception? cause)
    : IOException("A message is none of the protocol.", cause)
{
    /// <summary>The message as it came.</summary>
    public ReadOnlyMemory<byte> Bytes { get; } = bytes;
}
