using System.Globalization;

namespace CbmExchange.Benchmarks.Measuring;

/// <summary>Who used the processor while a rate was measured; the median over the rounds.</summary>
internal sealed class CpuSplit
{
    private readonly Samples own = new();
    private readonly Samples postgres = new();

    /// <summary>Microseconds of processor time for each repetition.</summary>
    public string Sentence => string.Create(
        CultureInfo.InvariantCulture,
        $"processor: {own.Median:0} µs here and {postgres.Median:0} µs in PostgreSQL each");

    /// <summary>As <see cref="Stopped.RateAsync"/>.</summary>
    public async Task<double> RateAsync(int callers, TimeSpan time, Func<int, Task> once)
    {
        var count = 0L;
        var before = CpuTime.Now();
        var rate = await Stopped.RateAsync(callers, time, async caller =>
        {
            await once(caller).ConfigureAwait(false);
            Interlocked.Increment(ref count);
        }).ConfigureAwait(false);
        Add(before, count);
        return rate;
    }

    /// <summary>Repetitions a second of work that does so many.</summary>
    public async Task<double> CountAsync(int count, Func<Task> work)
    {
        var before = CpuTime.Now();
        var seconds = await Stopped.SecondsAsync(work).ConfigureAwait(false);
        Add(before, count);
        return count / seconds;
    }

    private void Add(CpuTime before, long count)
    {
        var used = CpuTime.Now().Since(before);
        own.Add(used.Own * 1e6 / count);
        postgres.Add(used.Postgres * 1e6 / count);
    }
}
