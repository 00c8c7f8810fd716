namespace CbmExchange.Node.Doors;

/// <summary>So many at once, and so many a second for long.</summary>
internal sealed class TokenBucket(int burst, int perSecond, TimeProvider time)
{
    private readonly Lock gate = new();
    private double left = burst;
    private long last = time.GetTimestamp();

    /// <summary>True when nothing was taken for so long that it is as good as new.</summary>
    public bool IsFull
    {
        get
        {
            lock (gate)
            {
                Refill();
                return left >= burst;
            }
        }
    }

    /// <summary>Takes one; false when there is none left.</summary>
    public bool TryTake()
    {
        lock (gate)
        {
            Refill();
            if (left < 1)
            {
                return false;
            }

            left--;
            return true;
        }
    }

    private void Refill()
    {
        var now = time.GetTimestamp();
        left = Math.Min(burst, left + (time.GetElapsedTime(last, now).TotalSeconds * perSecond));
        last = now;
    }
}
