namespace CbmExchange.Envelopes.PeerStreams;

/// <summary>How large a sealed entry is on the wire.</summary>
internal static class SealedEntrySize
{
    /// <summary>Tags and lengths around the parts of a sealed entry: at most 6 bytes for each part.</summary>
    public const int FramingBytesMax = 6 * (EnvelopeLimits.DisclosuresMax + 2);
}
