namespace CbmExchange.Envelopes.Keys;

/// <summary>One admitted key of a participant.</summary>
/// <param name="Key">The public key.</param>
/// <param name="Purpose">The only thing it may sign.</param>
/// <param name="NotBefore">Start of its validity.</param>
/// <param name="NotAfter">End of its validity.</param>
public sealed record PeerKey(VerificationKey Key, KeyPurpose Purpose, DateTimeOffset NotBefore, DateTimeOffset NotAfter)
{
    /// <summary>What its owner last said of it.</summary>
    public KeyStatus Status { get; init; } = KeyStatus.Active;

    /// <summary>Since when it is retired or compromised; null while active.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>How it stands at a moment. A compromise counts for every moment: a thief can write any date.</summary>
    public KeyStanding StandingAt(DateTimeOffset moment)
    {
        if (Status == KeyStatus.Compromised)
        {
            return KeyStanding.Compromised;
        }

        if (moment < NotBefore)
        {
            return KeyStanding.NotYetValid;
        }

        var isOver = moment > NotAfter || (Status == KeyStatus.Retired && moment >= Since);
        return isOver ? KeyStanding.Over : KeyStanding.Good;
    }
}
