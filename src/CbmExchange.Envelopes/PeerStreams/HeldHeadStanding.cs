namespace CbmExchange.Envelopes.PeerStreams;

/// <summary>How what a peer holds of our stream stands to what we hold of it.</summary>
public enum HeldHeadStanding
{
    /// <summary>The peer holds nothing of it.</summary>
    Nothing,

    /// <summary>The same head.</summary>
    Same,

    /// <summary>An earlier head of the same stream.</summary>
    Behind,

    /// <summary>More than we hold: we were restored from a backup and MUST NOT sign before we took it back.</summary>
    Ahead,
}
