namespace CbmExchange.Envelopes.Checkpoints;

/// <summary>Why a signed note is not believed.</summary>
public enum CheckpointFault
{
    /// <summary>It is no signed note, or its text is no checkpoint.</summary>
    Malformed,

    /// <summary>No signature names an admitted checkpoint key of the participant.</summary>
    UnknownKey,

    /// <summary>A signature names an admitted key and does not hold.</summary>
    Forged,

    /// <summary>The key was not valid when the note says it was signed.</summary>
    KeyNotValid,

    /// <summary>The key was announced as compromised.</summary>
    KeyCompromised,

    /// <summary>It is dated further ahead of our clock than <see cref="EnvelopeLimits.CheckpointAheadMax"/>.</summary>
    DatedAhead,
}
