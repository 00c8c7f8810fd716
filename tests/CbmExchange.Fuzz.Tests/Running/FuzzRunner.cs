using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using CbmExchange.Fuzz.Tests.Mutations;

namespace CbmExchange.Fuzz.Tests.Running;

/// <summary>
/// Gives each target changed inputs, each made from a number of its own, and keeps to bounds of time and memory per
/// input. Finds: anything thrown, a bound passed, a changed input accepted.
/// </summary>
internal sealed class FuzzRunner(IReadOnlyList<FuzzTarget> targets, int threads)
{
    /// <summary>Memory of one input: the largest message that any parser takes is 1 MiB.</summary>
    public const long BytesMax = 64L * 1024 * 1024;

    /// <summary>After this many findings a run ends: they would be the same ones again.</summary>
    private const int FindingsMax = 40;

    /// <summary>Time of one input, with the patience that a shared machine asks for.</summary>
    public static readonly TimeSpan TimeMax = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan HangMax = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<string, long> answers = [];
    private readonly ConcurrentDictionary<int, (long Number, long Since)> doing = [];

    /// <summary>What went wrong, each with the number that replays it.</summary>
    public ConcurrentQueue<string> Findings { get; } = [];

    /// <summary>Inputs that were given.</summary>
    public long Done => answers.Values.Sum();

    /// <summary>How often each target gave each answer.</summary>
    public IEnumerable<string> Tally() => answers.OrderBy(pair => pair.Key, StringComparer.Ordinal)
        .Select(pair => string.Create(CultureInfo.InvariantCulture, $"{pair.Key}: {pair.Value}"));

    /// <summary>Runs inputs with the numbers from the first one on.</summary>
    public async Task RunAsync(long first, long count)
    {
        using var stop = new CancellationTokenSource();
        var work = Task.WhenAll(Enumerable.Range(0, threads).Select(thread => Task.Factory.StartNew(
            () => Work(thread, first, count), stop.Token, TaskCreationOptions.LongRunning, TaskScheduler.Default)));
        var watch = WatchAsync(stop.Token);
        await await Task.WhenAny(work, watch);
        await stop.CancelAsync();
    }

    private void Work(int thread, long first, long count)
    {
        for (var number = first + thread; number < first + count && Findings.Count < FindingsMax; number += threads)
        {
            doing[thread] = (number, Stopwatch.GetTimestamp());
            One(number);
        }

        doing.TryRemove(thread, out _);
    }

    private void One(long number)
    {
        var random = new Random(unchecked((int)(number * 2_654_435_761L)));
        var target = targets[(int)(number % targets.Count)];
        var input = Mutator.Change(target, random);
        var (since, before) = (Stopwatch.GetTimestamp(), GC.GetAllocatedBytesForCurrentThread());
        string name;
        try
        {
            var answer = target.Try(input);
            name = answer.Name;
            if (answer.Changed is { } changed)
            {
                Report(number, target, input, $"accepted a changed input: {changed}");
            }
        }
#pragma warning disable CA1031 // Whatever a parser throws is what is looked for.
        catch (Exception error)
        {
            name = $"THROWN {error.GetType().Name}";
            Report(number, target, input, error.ToString());
        }
#pragma warning restore CA1031

        answers.AddOrUpdate($"{target.Name}: {name}", 1, (_, seen) => seen + 1);
        var (took, used) = (Stopwatch.GetElapsedTime(since), GC.GetAllocatedBytesForCurrentThread() - before);
        if (took > TimeMax || used > BytesMax)
        {
            Report(number, target, input, $"took {took.TotalSeconds:F1} s and {used} bytes of memory");
        }
    }

    private void Report(long number, FuzzTarget target, byte[] input, string what) => Findings.Enqueue(
        string.Create(
            CultureInfo.InvariantCulture,
            $"CBM_FUZZ_SEED={number} CBM_FUZZ_INPUTS=1, {target.Name}: {what}\ninput: "
            + $"{Convert.ToBase64String(input.AsSpan(0, Math.Min(input.Length, 3_000)))}"));

    private async Task WatchAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System, cancellationToken)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            cancellationToken.ThrowIfCancellationRequested();
            foreach (var one in doing.Values.Where(one => Stopwatch.GetElapsedTime(one.Since) > HangMax))
            {
                Findings.Enqueue($"CBM_FUZZ_SEED={one.Number} CBM_FUZZ_INPUTS=1: hangs");
                return;
            }
        }
    }
}
