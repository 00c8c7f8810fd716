using CbmExchange.Contracts.Sync.V1;
using CbmExchange.Envelopes.PeerStreams;
using CbmExchange.Sync.Following;
using Google.Protobuf;
using Microsoft.AspNetCore.Http;

namespace CbmExchange.Node.Tests.PeerStreams;

/// <summary>Each bad peer is refused by name and its input kept, while a good one goes on.</summary>
public sealed class BadPeerTests : IDisposable
{
    private readonly TestParticipant follower = new(1);
    private readonly TestParticipant good = new(2);
    private readonly TestParticipant bad = new(3);

    private PeerStreamId Stream => new(bad.Id, follower.Id, 1);

    [Fact]
    public Task A_forged_checkpoint_is_refused()
    {
        var batch = ScriptedPeer.Batch(Stream, bad.Checkpoint, bad.Receipt(1));
        var note = batch.Checkpoint.ToByteArray();
        note[^10] = (byte)(note[^10] == (byte)'A' ? 'B' : 'A');
        batch.Checkpoint = ByteString.CopyFrom(note);
        return RefusedAsync(StreamFaults.ForgedCheckpoint, Sends(batch), FollowerPhase.Refused);
    }

    [Fact]
    public Task A_checkpoint_by_a_foreign_key_is_refused() => RefusedAsync(
        StreamFaults.UnknownKey, Sends(ScriptedPeer.Batch(Stream, good.Checkpoint, bad.Receipt(1))),
            FollowerPhase.Refused);

    [Fact]
    public Task A_batch_that_lost_its_end_is_refused()
    {
        var batch = ScriptedPeer.Batch(Stream, bad.Checkpoint, bad.Receipt(1), bad.Receipt(2));
        batch.Entries.RemoveAt(1);
        return RefusedAsync(StreamFaults.Truncated, Sends(batch));
    }

    [Fact]
    public async Task A_peer_that_is_tried_again_after_a_fault_is_shown_with_it_and_not_as_waiting()
    {
        var batch = ScriptedPeer.Batch(Stream, bad.Checkpoint, bad.Receipt(1), bad.Receipt(2));
        batch.Entries.RemoveAt(1);
        await using var peer = await ScriptedPeer.StartAsync(bad, Sends(batch));
        await using var node = await TestPeerNode.StartAsync(follower, [bad]);

        await TestPeerNode.EventuallyAsync(
            () => Task.FromResult(node.Connections.FactsOf(bad.Id, "in") is
                { State: "retrying", Fault: StreamFaults.Truncated, OpenFault: null }),
            () => $"shown as {node.Connections.FactsOf(bad.Id, "in")}");
    }

    [Fact]
    public async Task A_stop_outlives_a_restart_with_what_is_shown_of_it()
    {
        var store = new CbmExchange.Store.InMemoryEventStore(TimeProvider.System);
        var (first, fork) = (
            ScriptedPeer.Batch(Stream, bad.Checkpoint, bad.Receipt(1)),
            ScriptedPeer.Batch(Stream, bad.Checkpoint, bad.Receipt(2)).Checkpoint);
        await using (var node = await TestPeerNode.StartAsync(follower, [], store))
        {
            await node.AdmitAsync(bad);
            await using var forking = await ScriptedPeer.StartAsync(bad, ScriptedPeer.Sends(
                new FollowResponse { Batch = first },
                new FollowResponse { Heartbeat = new Heartbeat { Checkpoint = fork } }));
            await TestPeerNode.EventuallyAsync(
                async () => (await node.EventsAsync<Domain.Peers.PeerStreamStopped>(bad)).Count == 1,
                () => "the stop was not written down");
        }

        // The peer is away now: what is shown comes from the log.
        await using var again = await TestPeerNode.StartAsync(follower, [], store);
        var facts = again.Connections.FactsOf(bad.Id, "in");
        Assert.Equal(
            ("refused", StreamFaults.Forked, StreamFaults.Forked), (facts.State, facts.Fault, facts.OpenFault));
    }

    [Fact]
    public Task A_message_that_ends_in_the_middle_is_refused() => RefusedAsync(
        StreamFaults.Truncated,
            response => ScriptedPeer.EndAsync(response, ScriptedPeer.Frame(new byte[10], announced: 100)));

    [Fact]
    public Task A_replayed_batch_is_refused()
    {
        var batch = ScriptedPeer.Batch(Stream, bad.Checkpoint, bad.Receipt(1));
        return RefusedAsync(StreamFaults.Replayed, async response =>
        {
            await ScriptedPeer.Sends(
                new FollowResponse { Batch = batch },
                new FollowResponse { Batch =
                    ScriptedPeer.Batch(Stream, bad.Checkpoint, bad.Receipt(1), bad.Receipt(2)) })(response);
        });
    }

    [Fact]
    public Task Reordered_entries_are_refused()
    {
        var batch = ScriptedPeer.Batch(Stream, bad.Checkpoint, bad.Receipt(1), bad.Receipt(2));
        (batch.Entries[0], batch.Entries[1]) = (batch.Entries[1], batch.Entries[0]);
        return RefusedAsync(StreamFaults.ReorderedOrAltered, Sends(batch), FollowerPhase.Refused);
    }

    [Fact]
    public Task A_fork_is_refused() => RefusedAsync(
        StreamFaults.Forked,
        ScriptedPeer.Sends(
            new FollowResponse { Batch = ScriptedPeer.Batch(Stream, bad.Checkpoint, bad.Receipt(1)) },
            new FollowResponse
            {
                Heartbeat = new Heartbeat { Checkpoint = ScriptedPeer.Batch(Stream, bad.Checkpoint, bad.Receipt(2))
                    .Checkpoint },
            }),
        FollowerPhase.Refused);

    [Fact]
    public Task An_over_long_entry_is_refused()
    {
        var batch = ScriptedPeer.Batch(Stream, bad.Checkpoint, bad.Receipt(1));
        batch.Entries[0].Statement = ByteString.CopyFrom(new byte[300_000]);
        return RefusedAsync(StreamFaults.OverLong, Sends(batch));
    }

    [Fact]
    public Task An_over_long_message_is_refused() => RefusedAsync(
        StreamFaults.OverLong, response => ScriptedPeer.EndAsync(response, ScriptedPeer.Frame(new byte[2_000_000])));

    [Fact]
    public Task Garbage_is_refused_and_its_bytes_are_the_evidence() =>
        RefusedWithAsync([0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01]);

    [Fact]
    public Task Garbage_of_many_segments_is_kept_whole() =>
        RefusedWithAsync([.. Enumerable.Repeat((byte)0xFF, 200_000), 0x07]);

    [Fact]
    public Task A_message_without_a_known_event_is_refused_and_kept() => RefusedWithAsync([0xF8, 0x3E, 0x2A]);

    [Fact]
    public Task An_empty_message_is_refused() => RefusedWithAsync([]);

    [Fact]
    public async Task A_peer_that_never_answers_holds_up_nobody()
    {
        await using var silent = await ScriptedPeer.StartAsync(bad, async response =>
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, response.HttpContext.RequestAborted)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing));
        await GoodFlowsAsync(async node => await Task.CompletedTask);
    }

    [Fact]
    public Task A_peer_that_is_not_there_holds_up_nobody() => GoodFlowsAsync(node => Task.CompletedTask);

    public void Dispose()
    {
        follower.Dispose();
        good.Dispose();
        bad.Dispose();
    }

    private static Func<HttpResponse, Task> Sends(EntryBatch batch) =>
        ScriptedPeer.Sends(new FollowResponse { Batch = batch });

    private async Task RefusedAsync(string fault, Func<HttpResponse, Task> answer, FollowerPhase? phase = null)
    {
        await using var peer = await ScriptedPeer.StartAsync(bad, answer);
        await GoodFlowsAsync(async node =>
        {
            var evidence = await node.EvidenceAsync(bad, fault);
            Assert.Contains(evidence, one => one.Fault == fault);
            Assert.Contains(
                await node.EventsAsync<Domain.Peers.PeerInputQuarantined>(bad),
                    quarantined => quarantined.FaultName == fault);
            if (phase is { } expected)
            {
                await TestPeerNode.EventuallyAsync(
                    () => Task.FromResult(node.Board.All[bad.Id].Phase == expected), () => $"never {expected}");
            }
        });
    }

    private async Task RefusedWithAsync(byte[] message)
    {
        await using var peer = await ScriptedPeer.StartAsync(
            bad, response => ScriptedPeer.EndAsync(response, ScriptedPeer.Frame(message)));
        await GoodFlowsAsync(async node =>
        {
            var kept = Assert.Single(await node.EvidenceAsync(bad, StreamFaults.Malformed));
            Assert.Equal(message, kept.Bytes.ToArray());
        });
    }

    private async Task GoodFlowsAsync(Func<TestPeerNode, Task> meanwhile)
    {
        await using var goodNode = await TestPeerNode.StartAsync(good, [follower]);
        await goodNode.ReleaseAsync(follower, good.Receipt(1));
        await using var node = await TestPeerNode.StartAsync(follower, [good, bad]);
        await meanwhile(node);
        await node.HasAsync(node.From(good), 1);
        await goodNode.ReleaseAsync(follower, good.Receipt(2));
        await node.HasAsync(node.From(good), 2);
    }
}
