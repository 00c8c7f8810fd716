using CbmExchange.Testing;
using CbmExchange.Testing.Wire;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit.Abstractions;

namespace CbmExchange.Store.Tests.Faults;

/// <summary>Reads, and pages of projections, over connections that end, or are refused, at each step.</summary>
public sealed class ReadFaultTests(PostgresFixture postgres, ITestOutputHelper output)
    : IClassFixture<PostgresFixture>, IAsyncLifetime
{
    private const int StepsMax = 400;

    private static readonly WireFault[] Faults =
    [
        new(WireFaultKind.CutBefore), new(WireFaultKind.Refuse, "57014"), new(WireFaultKind.CutInside),
        new(WireFaultKind.Refuse, "53300"), new(WireFaultKind.Refuse, "28P01"),
    ];

    private static readonly bool IsLong = Environment.GetEnvironmentVariable("CBM_FAULTS_LONG") is { Length: > 0 };

    private readonly FaultTable table = new(output);
    private PostgresProxy proxy = null!;
    private PostgresEventStore store = null!;
    private string schema = "";

    public async Task InitializeAsync()
    {
        schema = postgres.NewSchema();
        proxy = PostgresProxy.Before(postgres.ConnectionString);
        store = await PostgresEventStore.OpenAsync(
            new PostgresStoreOptions
            {
                ConnectionString = proxy.ConnectionString,
                Schema = schema,
                PersonalDataMasterKey = postgres.Options(schema).PersonalDataMasterKey,
                EventTypes = TestEventTypes.All,
            },
            new HurriedClock(), NullLoggerFactory.Instance);
    }

    public async Task DisposeAsync()
    {
        await store.DisposeAsync();
        await proxy.DisposeAsync();
    }

    [Fact]
    public async Task A_read_gives_the_whole_answer_or_says_that_the_store_is_away()
    {
        var request = Make.Append("a", count: 5);
        await store.AppendAsync(request);
        await EveryStepAsync("read stream", "log", Faults, async () =>
            Assert.Equal(5, (await store.ReadStreamAsync("a").AllAsync()).Length));
        await EveryStepAsync("find command", "log", Faults, async () =>
            Assert.Equal(1, (await store.FindCommandAsync(request.CommandId))!.First.Value));
    }

    [Fact]
    public async Task A_page_of_a_projection_is_folded_once_whatever_step_fails()
    {
        var runner = new ProjectionRunner(
            store, [EventCounts.Projection], NullLogger<ProjectionRunner>.Instance);
        await runner.EnsureAsync();
        using var stop = new CancellationTokenSource();
        var running = runner.RunAsync(stop.Token);
        var appended = 0;
        await EveryStepAsync("projection page", "projections", IsLong ? Faults : Faults[..2], async () =>
        {
            var result = await store.AppendAsync(Make.Append("b", count: 3));
            Assert.Equal(AppendOutcome.Appended, result.Outcome);
            appended += 3;
            await runner.WaitForAsync(result.Receipt!.Last, CancellationToken.None);
        });
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);

        await runner.CatchUpAsync();
        Assert.Equal(ProjectionState.Running, Assert.Single(runner.Status).State);
        var counts = new EventCounts(store);
        var live = await counts.ReadAsync();
        Assert.Equal(appended, Assert.Single(live).Count);
        await runner.RebuildAsync("event-counts");
        Assert.Equal(live.AsEnumerable(), (await counts.ReadAsync()).AsEnumerable());
    }

    /// <summary>Each time over a new connection; the step moves on until the read ends before it.</summary>
    private async Task EveryStepAsync(string what, string way, WireFault[] faults, Func<Task> read)
    {
        foreach (var fault in faults)
        {
            for (var step = 1; step < StepsMax; step++)
            {
                proxy.Cut(way);
                proxy.Arm(one => one.Program == way && proxy.FiredAt is null && Place(one) == step
                    && (fault.Kind != WireFaultKind.Refuse || one.CanRefuse) ? fault : null);
                var told = await FirstToldAsync(read);
                var (fired, passed) = (proxy.FiredAt, proxy.Passed().Count(one => one.Program == way));
                proxy.Disarm();
                var then = await UntilReadAsync(read);
                if (fired is not null)
                {
                    table.Add(what, fired, fault, told, then);
                }
                else if (passed < step)
                {
                    Assert.True(step > 10, $"{what}: only {passed} messages passed.");
                    break;
                }
            }
        }

        int Place(WireStep _) => proxy.Passed().Count(one => one.Program == way);
    }

    private static async Task<string> ToldAsync(Func<Task> read)
    {
        try
        {
            await read().WaitAsync(TimeSpan.FromSeconds(60));
            return "Right";
        }
        catch (StoreUnavailableException)
        {
            return "Unavailable";
        }
    }

    /// <summary>A pooled connection that was cut says so before the first message of a new one.</summary>
    private async Task<string> FirstToldAsync(Func<Task> read)
    {
        for (var tries = 0; tries < StoreLimits.ReadPoolCountMax; tries++)
        {
            var told = await ToldAsync(read);
            if (told == "Right" || proxy.FiredAt is not null)
            {
                return told;
            }
        }

        return "Unavailable";
    }

    // A pool may hold one more connection that was cut: each answers once that it is gone.
    private static async Task<string> UntilReadAsync(Func<Task> read)
    {
        for (var tries = 1; ; tries++)
        {
            var told = await ToldAsync(read);
            if (told == "Right" || tries == StoreLimits.ReadPoolCountMax)
            {
                Assert.Equal("Right", told);
                return told;
            }
        }
    }
}
