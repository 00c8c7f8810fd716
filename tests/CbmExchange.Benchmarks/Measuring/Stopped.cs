using System.Diagnostics;

namespace CbmExchange.Benchmarks.Measuring;

/// <summary>Times work by the machine's monotonic clock.</summary>
internal static class Stopped
{
    /// <summary>Seconds that something took.</summary>
    public static async Task<double> SecondsAsync(Func<Task> work)
    {
        var start = Stopwatch.GetTimestamp();
        await work().ConfigureAwait(false);
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    /// <summary>
    /// Lets <paramref name="callers"/> repeat their work for a time; completed repetitions a second. What is under way
    /// at the end is waited for and counts, as does its time.
    /// </summary>
    public static async Task<double> RateAsync(int callers, TimeSpan time, Func<int, Task> once)
    {
        var start = Stopwatch.GetTimestamp();
        var counts = await Task.WhenAll(Enumerable.Range(0, callers).Select(caller => Task.Run(async () =>
        {
            var count = 0L;
            while (Stopwatch.GetElapsedTime(start) < time)
            {
                await once(caller).ConfigureAwait(false);
                count++;
            }

            return count;
        }))).ConfigureAwait(false);
        return counts.Sum() / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
