namespace CbmExchange.Envelopes.PeerStreams;

/// <summary>Kinds of peer entries (proto/cbm/sync/v1/entry.proto).</summary>
public static class EntryKinds
{
    /// <summary>A version that the recipient did not have any version of.</summary>
    public const string Released = "released";

    /// <summary>A version that puts right one that the recipient has.</summary>
    public const string Corrected = "corrected";

    /// <summary>The originator no longer stands by the record.</summary>
    public const string Withdrawn = "withdrawn";

    /// <summary>The same version with more of it disclosed.</summary>
    public const string Widened = "widened";

    /// <summary>The originator asks to delete a record and gives no later versions.</summary>
    public const string Narrowed = "narrowed";

    /// <summary>A message to this recipient.</summary>
    public const string Message = "message";

    /// <summary>A fact about a message of the recipient.</summary>
    public const string Receipt = "receipt";

    /// <summary>A key was added, retired or compromised.</summary>
    public const string Key = "key";

    /// <summary>The last head that we hold of the recipient's stream to us.</summary>
    public const string CheckpointOfPeer = "checkpoint-of-peer";

    /// <summary>True for the kinds that carry a statement.</summary>
    public static bool CarriesStatement(string kind) => kind is Released or Corrected or Widened or Message;
}
