namespace CbmExchange.Testing;

/// <summary>
/// Real time that can be put forward: what is due then is due at once; pauses take as long as they do.
/// </summary>
public sealed class ShiftedClock : TimeProvider
{
    private long shift;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + TimeSpan.FromTicks(Interlocked.Read(ref shift));

    /// <summary>Puts it forward.</summary>
    public void Forward(TimeSpan by) => Interlocked.Add(ref shift, by.Ticks);
}
