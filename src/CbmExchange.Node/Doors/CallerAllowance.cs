namespace CbmExchange.Node.Doors;

/// <summary>What one caller may do at once and for long: calls, and those among them that stay open.</summary>
/// <param name="openMax">Calls that may be open at once.</param>
/// <param name="time">Refills it.</param>
internal sealed class CallerAllowance(int openMax, TimeProvider time)
{
    private readonly TokenBucket calls = new(DoorLimits.CallsBurst, DoorLimits.CallsPerSecond, time);
    private int open;

    /// <summary>Takes one call; false when there is none left.</summary>
    public bool TryCall() => calls.TryTake();

    /// <summary>
    /// Takes a place for a call that stays open; false when all are taken. Given back with <see cref="Close"/>.
    /// </summary>
    public bool TryOpen()
    {
        if (Interlocked.Increment(ref open) <= openMax)
        {
            return true;
        }

        Close();
        return false;
    }

    /// <summary>Gives a place back.</summary>
    public void Close() => Interlocked.Decrement(ref open);
}
