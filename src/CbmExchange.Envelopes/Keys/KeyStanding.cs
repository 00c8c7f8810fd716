namespace CbmExchange.Envelopes.Keys;

/// <summary>How a key stands at one moment.</summary>
public enum KeyStanding
{
    /// <summary>It may sign.</summary>
    Good,

    /// <summary>Its validity has not begun.</summary>
    NotYetValid,

    /// <summary>Its validity has ended or it was retired.</summary>
    Over,

    /// <summary>It was announced as compromised, for this or any other moment.</summary>
    Compromised,
}
