using System.Diagnostics;
using CbmExchange.Testing;
using Xunit.Abstractions;

namespace CbmExchange.Store.Tests.Faults;

/// <summary>
/// What the writer costs while there is nothing that it can do. Alone, since it measures this process.
/// </summary>
[Collection(ProcessorTestsAlone.Name)]
public sealed class ProcessorTests(PostgresFixture postgres, ITestOutputHelper output) : IClassFixture<PostgresFixture>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task An_idle_store_and_one_with_more_waiting_than_its_queue_holds_use_no_processor()
    {
        var schema = postgres.NewSchema();
        await using var store = await postgres.OpenStoreAsync(TestEventTypes.All, schema: schema);
        await store.AppendAsync(Make.Append("warm"));
        var idle = await ProcessorShareAsync();
        Task<AppendResult>[] waiting;
        double full;
        await using (await WriterLock.HoldAsync(postgres, schema))
        {
            waiting = [.. Enumerable.Range(0, StoreLimits.AppendQueueCountMax + 500)
                .Select(n => store.AppendAsync(Make.Append(n == 0 ? "held" : $"s-{n % 30}")))];
            await WriterLock.WaitForWriterAsync(postgres, schema);
            full = await ProcessorShareAsync();
        }

        output.WriteLine($"processor: idle {idle:P1}, {waiting.Length} waiting {full:P1} of one core");
        Assert.InRange(idle, 0, 0.1);
        Assert.InRange(full, 0, 0.1);
        Assert.All(
            await Task.WhenAll(waiting).WaitAsync(Patience),
            result => Assert.Equal(AppendOutcome.Appended, result.Outcome));
    }

    // The least of a few looks: the runtime itself still compiles and collects for a while.
    private static async Task<double> ProcessorShareAsync()
    {
        using var self = Process.GetCurrentProcess();
        var least = double.MaxValue;
        for (var n = 0; n < 4; n++)
        {
            self.Refresh();
            var before = self.TotalProcessorTime;
            var watch = Stopwatch.StartNew();
            await Task.Delay(TimeSpan.FromMilliseconds(400), TimeProvider.System);
            self.Refresh();
            least = Math.Min(least, (self.TotalProcessorTime - before) / watch.Elapsed);
        }

        return least;
    }
}
