namespace CbmExchange.Envelopes.Keys;

/// <summary>What the owner of a key last said of it.</summary>
public enum KeyStatus
{
    /// <summary>In use.</summary>
    Active,

    /// <summary>No longer used since a stated moment; what it signed before stands.</summary>
    Retired,

    /// <summary>In other hands since a stated moment; what it signed is in doubt, whatever its date says.</summary>
    Compromised,
}
