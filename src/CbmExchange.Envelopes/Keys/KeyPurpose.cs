namespace CbmExchange.Envelopes.Keys;

/// <summary>What a signing key is for. A key has one purpose only (design D9).</summary>
public enum KeyPurpose
{
    /// <summary>Signs statements (SD-JWT).</summary>
    Statement = 1,

    /// <summary>Signs the heads of peer streams.</summary>
    Checkpoint = 2,

    /// <summary>Signs descriptors; kept away from the node.</summary>
    Recovery = 3,
}
