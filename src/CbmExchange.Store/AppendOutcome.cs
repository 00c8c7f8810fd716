namespace CbmExchange.Store;

/// <summary>How an append ended. Only <see cref="Appended"/> changed anything, and it is durable.</summary>
public enum AppendOutcome
{
    /// <summary>Durable now.</summary>
    Appended,

    /// <summary>This command was appended before; the receipt is that of the first time.</summary>
    Repeated,

    /// <summary>A stream is not at the expected version; the version held is given.</summary>
    VersionConflict,

    /// <summary>A stream is archived and takes no more events.</summary>
    StreamArchived,

    /// <summary>
    /// An incoming batch does not begin where the stored stream ends, or the generation before an opened one grew
    /// meanwhile; the size held is given.
    /// </summary>
    PeerSizeConflict,

    /// <summary>A newer generation of the peer stream was opened: decide again, for that one.</summary>
    PeerStreamClosed,

    /// <summary>Certainly not appended; the sentence says why. Safe to repeat.</summary>
    Unavailable,

    /// <summary>
    /// The connection died and the truth could not be read yet. Ask again with the same command id: the answer will be
    /// the first one, or it is appended then.
    /// </summary>
    Unknown,
}
