namespace CbmExchange.Testing.Wire;

/// <summary>What a <see cref="PostgresProxy"/> does to a message.</summary>
public enum WireFaultKind
{
    /// <summary>The message is lost and both sides see the connection end.</summary>
    CutBefore = 1,

    /// <summary>
    /// The message arrives, whole; the client sees the connection end at once, the server when it next reads.
    /// </summary>
    CutAfter,

    /// <summary>Half of the message arrives, then both sides see the connection end.</summary>
    CutInside,

    /// <summary>The message, and what follows it, waits until the fault is released.</summary>
    Stall,

    /// <summary>The client gets an error of the server in its place.</summary>
    Refuse,
}

/// <summary>One fault at one step.</summary>
/// <param name="Kind">What happens.</param>
/// <param name="SqlState">The error, for a refusal.</param>
public sealed record WireFault(WireFaultKind Kind, string SqlState = "")
{
    /// <summary>Errors after which a server ends the session (severity FATAL).</summary>
    public bool IsFatal => SqlState is "57P01" or "57P02" or "57P03" or "53300" or "28P01";

    /// <inheritdoc/>
    public override string ToString() => Kind == WireFaultKind.Refuse ? $"refuse {SqlState}" : Kind switch
    {
        WireFaultKind.CutBefore => "cut before",
        WireFaultKind.CutAfter => "cut after",
        WireFaultKind.CutInside => "cut inside",
        _ => "stall",
    };
}
