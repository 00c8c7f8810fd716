using System.Collections.Immutable;
using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Domain;
using CbmExchange.Domain.Peers;
using CbmExchange.Envelopes.PeerStreams;
using CbmExchange.Node.Administration;
using CbmExchange.Node.Commands;
using CbmExchange.Node.Doors;
using CbmExchange.Node.Officers;
using CbmExchange.Node.PeerStreams;
using CbmExchange.Node.Tables;
using CbmExchange.Node.Tests.Hosting;
using CbmExchange.Node.Tests.PeerStreams;
using CbmExchange.Store;
using CbmExchange.Sync.Startup;
using Grpc.Core;
using Microsoft.Extensions.Logging.Abstractions;

namespace CbmExchange.Node.Tests.Commands;

/// <summary>A command whose peer stream was replaced between its decision and its append is decided anew.</summary>
public sealed class CommandRetryTests : IAsyncLifetime, IDisposable
{
    private static readonly OfficerCall Call = new(new OfficerSeat(new OfficerId("o"), "", "desk", []), "call");

    private readonly TestParticipant a = new(1);
    private readonly TestParticipant b = new(2);
    private readonly InMemoryEventStore store = new(TimeProvider.System);
    private readonly PeerStateTable peers = new();
    private readonly HeadGate gate = new();
    private readonly TableFollower tables;
    private int decisions;

    public CommandRetryTests() =>
        tables = new TableFollower(store, [peers], TimeProvider.System, NullLogger<TableFollower>.Instance);

    [Fact]
    public async Task An_entry_for_a_generation_that_was_just_closed_goes_into_the_one_that_closed_it()
    {
        await RunAsync(async () =>
        {
            var decided = Decide(Release(peers.Find(b.Id).OwnGeneration));
            if (decisions == 1)
            {
                await OpenAsync(sizeBefore: 0);
            }

            return decided;
        });

        Assert.Equal(2, decisions);
        Assert.Equal(1, (await store.PeerStreams.HeadAsync(new(a.Id, b.Id, 2)))!.Range.Size);
        Assert.Equal(0, (await store.PeerStreams.HeadAsync(new(a.Id, b.Id, 1)))?.Range.Size ?? 0);
    }

    [Fact]
    public async Task An_opening_that_an_entry_came_before_is_chosen_anew()
    {
        await RunAsync(async () =>
        {
            var head = await store.PeerStreams.HeadAsync(new(a.Id, b.Id, 1));
            if (decisions == 0)
            {
                await store.AppendAsync(new AppendRequest
                {
                    CommandId = Guid.NewGuid(),
                    Streams = [Stream()],
                    PeerEntries = [Release(1)],
                });
            }

            return Decide() with
            {
                Openings = [new PeerStreamOpening(new(a.Id, b.Id, 2), new(head?.Range.Size ?? 0), [])],
            };
        });

        Assert.Equal(2, decisions);
        Assert.Equal(2, (await store.PeerStreams.ListAsync()).Length);
    }

    [Fact]
    public async Task A_stream_that_is_replaced_each_time_is_not_tried_for_ever()
    {
        await Assert.ThrowsAsync<StoreUnavailableException>(() => RunAsync(async () =>
        {
            await store.PeerStreams.OpenAsync(new(a.Id, b.Id, decisions + 2));
            return Decide(Release(1));
        }));

        Assert.Equal(5, decisions);
    }

    [Fact]
    public async Task A_command_to_a_recipient_who_is_just_asked_waits_and_is_decided_anew_on_what_came_back()
    {
        gate.Report(b.Id, HeadCheckPhase.Asking, 0);
        var asked = new TaskCompletionSource();
        var running = RunAsync(() =>
        {
            asked.TrySetResult();
            return Task.FromResult(Decide(Release(1)));
        });
        await asked.Task;
        gate.Report(b.Id, HeadCheckPhase.TakingBack, 0);
        Assert.Null(await store.PeerStreams.HeadAsync(new(a.Id, b.Id, 1)));

        gate.Report(b.Id, HeadCheckPhase.Allowed, 1);
        await running;

        Assert.Equal(2, decisions);
        Assert.Equal(1, (await store.PeerStreams.HeadAsync(new(a.Id, b.Id, 1)))!.Range.Size);
    }

    [Fact]
    public async Task A_command_to_a_recipient_who_gives_back_entries_is_refused_in_words_and_may_be_asked_again()
    {
        gate.Report(b.Id, HeadCheckPhase.TakingBack, 1);
        gate.Report(b.Id, HeadCheckPhase.Unproven, 1);
        gate.Report(b.Id, HeadCheckPhase.Asking, 1);

        var refused = await Assert.ThrowsAsync<RpcException>(() => RunAsync(() => Task.FromResult(Decide(Release(1)))));

        Assert.Equal(StatusCode.Unavailable, refused.StatusCode);
        Assert.Contains("Nothing was done", refused.Status.Detail, StringComparison.Ordinal);
        Assert.Null(await store.PeerStreams.HeadAsync(new(a.Id, b.Id, 1)));

        // Silent when asked again: who is away stops nobody for ever.
        gate.Report(b.Id, HeadCheckPhase.Unproven, 1);
        await RunAsync(() => Task.FromResult(Decide(Release(1))));
        Assert.Equal(1, (await store.PeerStreams.HeadAsync(new(a.Id, b.Id, 1)))!.Range.Size);
    }

    [Fact]
    public async Task A_command_to_a_recipient_who_was_found_silent_is_taken()
    {
        gate.Report(b.Id, HeadCheckPhase.Asking, 0);
        gate.Report(b.Id, HeadCheckPhase.Unproven, 0);
        gate.Report(b.Id, HeadCheckPhase.Asking, 0);

        await RunAsync(() => Task.FromResult(Decide(Release(1))));

        Assert.Equal(1, (await store.PeerStreams.HeadAsync(new(a.Id, b.Id, 1)))!.Range.Size);
    }

    public Task InitializeAsync() => tables.StartAsync(CancellationToken.None);

    public async Task DisposeAsync() => await tables.DisposeAsync();

    public void Dispose()
    {
        a.Dispose();
        b.Dispose();
    }

    private Task<OpenGenerationResponse> RunAsync(Func<Task<Decision<OpenGenerationResponse>>> decide) =>
        new CommandRunner(store, tables, gate, TimeProvider.System).RunAsync(
            Call, Drafts.NewCommand(),
            async () => (Outcome<Decision<OpenGenerationResponse>>)await decide(), CancellationToken.None);

    private Decision<OpenGenerationResponse> Decide(params PeerAppend[] entries)
    {
        decisions++;
        return new Decision<OpenGenerationResponse>([Stream()], new OpenGenerationResponse())
        {
            Entries = [.. entries],
        };
    }

    private StreamAppend Stream() => new("node", null, [new NodeStarted(a.Id, "test", default)]);

    private PeerAppend Release(int generation) => new(new(a.Id, b.Id, generation), [a.Receipt(1)]);

    private async Task OpenAsync(long sizeBefore)
    {
        var opened = new GenerationOpened(b.Id, 2, new OfficerId("a"), new OfficerId("b"), default);
        await store.AppendAsync(new AppendRequest
        {
            CommandId = Guid.NewGuid(),
            Streams = [new StreamAppend(PeerStateTable.StreamOf(b.Id), null, [opened])],
            Openings = [new PeerStreamOpening(new(a.Id, b.Id, 2), new PeerSequence(sizeBefore), [])],
        });
    }
}
