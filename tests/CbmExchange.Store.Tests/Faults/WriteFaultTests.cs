using CbmExchange.Domain;
using CbmExchange.Envelopes.PeerStreams;
using CbmExchange.Testing;
using CbmExchange.Testing.Wire;
using Xunit.Abstractions;

namespace CbmExchange.Store.Tests.Faults;

/// <summary>
/// Every message between handing in a request and its answer, taken from a run that went well, is lost, halved, delayed
/// or answered with an error of the server, once each.
/// </summary>
public sealed class WriteFaultTests(PostgresFixture postgres, ITestOutputHelper output)
    : IClassFixture<PostgresFixture>, IAsyncLifetime
{
    private const int WarmUpCount = 4;

    private static readonly bool IsLong = Environment.GetEnvironmentVariable("CBM_FAULTS_LONG") is { Length: > 0 };

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly WireFault[] Cuts =
        [new(WireFaultKind.CutBefore), new(WireFaultKind.CutAfter), new(WireFaultKind.CutInside)];

    // Full disk, I/O error, out of memory, timeouts, lost race, replica, too many connections, stopping, crashed,
    // starting, an error that is the server's own.
    private static readonly WireFault[] Refusals =
    [
        .. new[]
        {
            "53100", "58030", "53200", "57014", "55P03", "40001", "40P01", "25006", "53300", "57P01", "57P02", "57P03",
        }.Select(state => new WireFault(WireFaultKind.Refuse, state)),
    ];

    private readonly FaultTable table = new(output);
    private PostgresProxy proxy = null!;
    private PostgresEventStore store = null!;
    private string schema = "";
    private int number;

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
            new HurriedClock(), Microsoft.Extensions.Logging.Abstractions.NullLoggerFactory.Instance);
    }

    public async Task DisposeAsync()
    {
        await store.DisposeAsync();
        await proxy.DisposeAsync();
    }

    [Fact]
    public Task An_append_tells_the_truth_at_every_step() => EveryStepAsync("append", Append, Refusals, Cuts);

    [Fact]
    public Task A_release_tells_the_truth_at_every_step() =>
        EveryStepAsync("release", Release, [.. Refusals.Where(one => one.SqlState is "53100" or "57014")], Cuts);

    [Fact]
    public Task A_batch_that_came_in_tells_the_truth_at_every_step() => EveryStepAsync(
        "incoming batch", Incoming, [.. Refusals.Where(one => one.SqlState is "58030")], IsLong ? Cuts : Cuts[..2]);

    [Fact]
    public async Task A_write_over_a_new_connection_tells_the_truth_at_every_step()
    {
        // Some of them here, all with ops/faults.sh: connecting takes many messages.
        var refusals = Refusals.Where(one => IsLong ? one.IsFatal : one.SqlState == "53300");
        await EveryStepAsync(
            "connect+append", Append, [.. refusals], IsLong ? Cuts : [Cuts[0]], () => proxy.Cut("writer"));
    }

    private AppendRequest Append() => Make.Append($"own-{++number}", expected: 0, count: 2);

    private AppendRequest Release() => Append() with
    {
        PeerEntries = [new PeerAppend(PeerData.Outgoing, [PeerData.Entry($"e{number}"), PeerData.Entry($"f{number}")])],
    };

    private AppendRequest Incoming() => Append() with
    {
        Incoming = [PeerData.Batch(PeerData.Stream($"p{number}", "xb"), CompactRange.Empty, 3)],
    };

    private async Task EveryStepAsync(
        string what, Func<AppendRequest> make, WireFault[] refusals, WireFault[] cuts, Func<int>? before = null)
    {
        // The writer connects, and so does the pool of reads.
        for (var n = 0; n < WarmUpCount; n++)
        {
            Assert.Equal(AppendOutcome.Appended, (await AppendAsync(make())).Outcome);
        }

        before?.Invoke();
        proxy.Disarm();
        Assert.Equal(AppendOutcome.Appended, (await AppendAsync(make())).Outcome);
        var steps = proxy.Passed().Where(step => step.Program is "writer" or "reads").ToList();
        Assert.Contains(steps, step => step is { FromServer: true, Type: 'D', Program: "writer" });
        foreach (var step in steps)
        {
            var faults = step.CanRefuse ? cuts.Concat(refusals) : cuts;
            foreach (var fault in IsLong || before is null ? faults.Append(new(WireFaultKind.Stall)) : faults)
            {
                if (step.Program == "reads")
                {
                    await AppendAsync(make());
                }

                before?.Invoke();
                await OneAsync(what, step, fault, make());
            }
        }

        await StreamsHoldAsync();
        output.WriteLine($"{what}: {steps.Count} steps, {table.Count} faults");
    }

    private async Task OneAsync(string what, WireStep step, WireFault fault, AppendRequest request)
    {
        proxy.Arm(step, fault);
        var asking = AppendAsync(request);
        if (fault.Kind == WireFaultKind.Stall)
        {
            await UntilAsync(() => proxy.FiredAt is not null || asking.IsCompleted);
        }

        var fired = proxy.FiredAt;
        if (fault.Kind == WireFaultKind.Stall)
        {
            proxy.Disarm();
        }

        var told = await asking;
        fired ??= proxy.FiredAt;
        proxy.Disarm();
        Assert.True(fired is not null, $"{step}: never came, so {fault} tested nothing.");

        var held = await HeldAsync(request.CommandId);
        var isTrue = told.Outcome switch
        {
            AppendOutcome.Appended => held == 1,
            AppendOutcome.Unavailable => held == 0,
            AppendOutcome.Unknown => true,
            _ => false,
        };
        Assert.True(isTrue, $"{what}: {step}: {fault}: told {told.Outcome} ({told.Sentence}), held {held}.");

        var again = await AppendAsync(request);
        Assert.True(again.IsDurable, $"{what}: {step}: {fault}: then {again.Outcome} ({again.Sentence}).");
        Assert.Equal(told.Receipt?.First ?? again.Receipt!.First, again.Receipt!.First);
        Assert.Equal((1L, 2L), (await HeldAsync(request.CommandId), await EventsAsync(request.Streams[0].StreamId)));
        table.Add(what, step, fault, told.Outcome.ToString(), again.Outcome.ToString());
    }

    private async Task<AppendResult> AppendAsync(AppendRequest request) =>
        await store.AppendAsync(request).WaitAsync(Patience);

    private async Task<long> HeldAsync(Guid command) =>
        (long)(await postgres.QueryAsync(
            $"select count(*) from {schema}.cbm_commands where command_id = '{command}'"))!;

    private async Task<long> EventsAsync(string stream) =>
        (long)(await postgres.QueryAsync($"select count(*) from {schema}.mt_events where stream_id = '{stream}'"))!;

    /// <summary>Gap-free, each entry where its leaf says, and each mirrored head proven by its leaves.</summary>
    private async Task StreamsHoldAsync()
    {
        foreach (var info in await store.PeerStreams.ListAsync())
        {
            var head = (await store.PeerStreams.HeadAsync(info.Stream))!;
            var range = CompactRange.Empty;
            while (range.Size < head.Range.Size)
            {
                var page = await store.PeerStreams.ReadAsync(
                    info.Stream, new PeerSequence(range.Size), new PeerPageLimit(500, long.MaxValue));
                Assert.Equal(
                    Enumerable.Range(0, page.Length).Select(n => range.Size + n), page.Select(one => one.Index.Value));
                Assert.All(page, one => Assert.Equal(
                    CompactRange.HashLeaf(one.Entry.Span), one.LeafHash.ToArray()));
                range = range.Append(page.Select(one => one.LeafHash));
            }

            Assert.Equal(head.Range.Root(), range.Root());
        }

        var positions = await store.ReadAllAsync().AllAsync();
        Assert.Equal(
            Enumerable.Range(1, positions.Length).Select(n => (long)n), positions.Select(one => one.Position.Value));
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        for (var started = TimeProvider.System.GetTimestamp();
            !condition() && TimeProvider.System.GetElapsedTime(started) < Patience;)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System);
        }
    }
}
