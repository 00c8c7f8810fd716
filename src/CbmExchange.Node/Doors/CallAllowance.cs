using System.Collections.Concurrent;
using CbmExchange.Domain;

namespace CbmExchange.Node.Doors;

/// <summary>
/// How many calls each officer may make: a token bucket per officer, at most one per officer of the node.
/// </summary>
internal sealed class CallAllowance(TimeProvider time)
{
    private readonly ConcurrentDictionary<OfficerId, Bucket> buckets = [];

    /// <summary>Takes one call from the officer's allowance; false when there is none left.</summary>
    public bool TryTake(OfficerId officer) =>
        buckets.GetOrAdd(officer, _ => new Bucket(time.GetTimestamp())).TryTake(time);

    private sealed class Bucket(long since)
    {
        private readonly Lock gate = new();
        private double calls = DoorLimits.OfficerCallsBurst;
        private long last = since;

        public bool TryTake(TimeProvider time)
        {
            lock (gate)
            {
                var now = time.GetTimestamp();
                var refill = time.GetElapsedTime(last, now).TotalSeconds * DoorLimits.OfficerCallsPerSecond;
                calls = Math.Min(DoorLimits.OfficerCallsBurst, calls + refill);
                last = now;
                if (calls < 1)
                {
                    return false;
                }

                calls--;
                return true;
            }
        }
    }
}
