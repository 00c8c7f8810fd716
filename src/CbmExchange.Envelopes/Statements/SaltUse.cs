namespace CbmExchange.Envelopes.Statements;

/// <summary>What derived bytes are for; keeps the derivations apart.</summary>
public enum SaltUse
{
    /// <summary>Salt of a disclosure.</summary>
    Salt = 1,

    /// <summary>Origin of a decoy digest.</summary>
    Decoy = 2,

    /// <summary>Chooses which places of a list are decoys.</summary>
    Placement = 3,
}
