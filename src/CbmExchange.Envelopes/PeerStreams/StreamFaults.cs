namespace CbmExchange.Envelopes.PeerStreams;

/// <summary>Names of stream faults. What each means and which attack it stops: PROTOCOL.md §2 and §4.</summary>
public static class StreamFaults
{
    /// <summary>A checkpoint signature names an admitted key and does not hold.</summary>
    public const string ForgedCheckpoint = "FORGED_CHECKPOINT";

    /// <summary>No signature is by an admitted checkpoint key of the originator.</summary>
    public const string UnknownKey = "UNKNOWN_KEY";

    /// <summary>The key was not valid, or retired, when the checkpoint says it was signed.</summary>
    public const string KeyNotValid = "KEY_NOT_VALID";

    /// <summary>The key was announced as compromised.</summary>
    public const string KeyCompromised = "KEY_COMPROMISED";

    /// <summary>The checkpoint is dated more than 24 hours ahead of our clock.</summary>
    public const string DatedAhead = "DATED_AHEAD";

    /// <summary>The checkpoint belongs to another stream.</summary>
    public const string WrongOrigin = "WRONG_ORIGIN";

    /// <summary>The batch or checkpoint is of another generation of this stream.</summary>
    public const string WrongGeneration = "WRONG_GENERATION";

    /// <summary>The entries do not give the signed root: altered, exchanged or reordered.</summary>
    public const string ReorderedOrAltered = "REORDERED_OR_ALTERED";

    /// <summary>The first entry lies before what is held.</summary>
    public const string Replayed = "REPLAYED";

    /// <summary>The first entry lies beyond what is held.</summary>
    public const string Gap = "GAP";

    /// <summary>A signed head of the held size has another root.</summary>
    public const string Forked = "FORKED";

    /// <summary>A signed head is smaller than what is held.</summary>
    public const string RolledBack = "ROLLED_BACK";

    /// <summary>The signed size is not the end of the batch, or the stream ended inside a batch.</summary>
    public const string Truncated = "TRUNCATED";

    /// <summary>More bytes or entries than a limit allows.</summary>
    public const string OverLong = "OVER_LONG";

    /// <summary>The bytes are not what the protocol asks for.</summary>
    public const string Malformed = "MALFORMED";

    /// <summary>The statement beside an entry is not the one that the entry names.</summary>
    public const string StatementMismatch = "STATEMENT_MISMATCH";

    /// <summary>A disclosure beside an entry is not one that the entry lists.</summary>
    public const string DisclosureMismatch = "DISCLOSURE_MISMATCH";
}
