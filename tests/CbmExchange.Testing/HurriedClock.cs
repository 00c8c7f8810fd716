namespace CbmExchange.Testing;

/// <summary>Real time whose pauses are twenty times shorter: for tests that make hundreds of retries happen.</summary>
public sealed class HurriedClock : TimeProvider
{
    private const int Hurry = 20;

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        System.CreateTimer(
            callback, state, dueTime > TimeSpan.Zero ? dueTime / Hurry : dueTime,
            period > TimeSpan.Zero ? period / Hurry : period);
}
