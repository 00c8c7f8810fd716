namespace CbmExchange.Envelopes.PeerStreams;

/// <summary>Levels of a receipt (entry.proto). Delivered, acknowledged and responded are three facts.</summary>
public static class ReceiptLevels
{
    /// <summary>A machine stored and verified it.</summary>
    public const string Delivered = "delivered";

    /// <summary>A human confirmed it. No agreement is implied (A/76/135 norm 13(b)).</summary>
    public const string Acknowledged = "acknowledged";
}
