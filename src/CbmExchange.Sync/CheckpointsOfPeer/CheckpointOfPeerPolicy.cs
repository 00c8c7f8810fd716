namespace CbmExchange.Sync.CheckpointsOfPeer;

/// <summary>
/// When a checkpoint-of-peer entry is written: only into our stream to the peer whose stream to us it is about, at
/// most once per <see cref="SyncLimits.CheckpointOfPeerInterval"/>, and never because of receipts or of the peer's own
/// checkpoints-of-peer, or two nodes would answer each other for ever (design D5, no echo).
/// </summary>
public static class CheckpointOfPeerPolicy
{
    private static readonly string[] Echoes = ["receipt", "checkpoint-of-peer"];

    /// <summary>True when an entry of this kind is worth a checkpoint-of-peer.</summary>
    public static bool Counts(string kind) => !Echoes.Contains(kind, StringComparer.Ordinal);

    /// <summary>Whether to write one now.</summary>
    /// <param name="writtenAt">When the last one was written to this peer; null when never.</param>
    /// <param name="hasNews">True when, since then, an entry that <see cref="Counts"/> was stored.</param>
    /// <param name="now">The clock.</param>
    public static bool IsDue(DateTimeOffset? writtenAt, bool hasNews, DateTimeOffset now) =>
        hasNews && (writtenAt is null || now - writtenAt >= SyncLimits.CheckpointOfPeerInterval);
}
