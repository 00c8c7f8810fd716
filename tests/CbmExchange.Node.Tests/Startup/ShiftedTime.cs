namespace CbmExchange.Node.Tests.Startup;

/// <summary>A clock that is wrong by a fixed time.</summary>
internal sealed class ShiftedTime(TimeSpan shift) : TimeProvider
{
    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + shift;
}
