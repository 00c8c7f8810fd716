namespace CbmExchange.Envelopes.PeerStreams;

/// <summary>Changes of a key (entry.proto).</summary>
public static class KeyChanges
{
    /// <summary>A new key.</summary>
    public const string Added = "added";

    /// <summary>No longer used.</summary>
    public const string Retired = "retired";

    /// <summary>In other hands.</summary>
    public const string Compromised = "compromised";
}
