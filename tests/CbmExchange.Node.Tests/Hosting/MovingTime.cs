namespace CbmExchange.Node.Tests.Hosting;

/// <summary>The time of this machine, and more as a test wants it.</summary>
internal sealed class MovingTime : TimeProvider
{
    public TimeSpan Shift { get; set; }

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Shift;
}
