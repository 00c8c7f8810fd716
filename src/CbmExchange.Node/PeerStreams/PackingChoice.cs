namespace CbmExchange.Node.PeerStreams;

/// <summary>
/// Whether the back-fill of one call is packed: from its beginning, and for as long as the peer takes it more slowly
/// than packing would be done (decision 0036).
/// </summary>
internal sealed class PackingChoice
{
    private long bytes;
    private TimeSpan taken;

    /// <summary>True when the next batch is worth packing.</summary>
    public bool IsWorthwhile { get; private set; } = true;

    /// <summary>Notes a batch: its bytes before packing, and the time since the one before was taken.</summary>
    public void Note(int batchBytes, TimeSpan elapsed)
    {
        (bytes, taken) = (bytes + batchBytes, taken + elapsed);
        if (bytes >= PeerStreamLimits.PackingJudgedBytes)
        {
            IsWorthwhile = bytes < PeerStreamLimits.PackedBytesPerSecondMax * taken.TotalSeconds;
            (bytes, taken) = (0, TimeSpan.Zero);
        }
    }
}
