using CbmExchange.Envelopes.PeerStreams;
using CbmExchange.Sync.Following;
using Google.Protobuf;

namespace CbmExchange.Sync.Tests;

public class FollowerFaultTests
{
    [Fact]
    public void A_fork_is_named_kept_alarmed_and_stops_the_stream()
    {
        var source = new TestStream().With(3);
        var follower = new TestFollower(source).GoLive();

        follower.Heartbeat(source.Fork(2, 1).Checkpoint(3, follower.Now));
        Assert.Equal(FollowerPhase.Refused, follower.State.Phase);
        Assert.Equal([StreamFaults.Forked], follower.Alarms);
        Assert.Equal(StreamFaults.Forked, Quarantined(follower).Single().Name);
        Assert.Contains(new FollowerOutput.CloseFollow(1), follower.Outputs);
        Assert.Equal(3, follower.State.Stored.Size);
    }

    [Fact]
    public void Only_a_fault_that_the_peer_signed_is_written_down_as_a_stop_and_once()
    {
        var source = new TestStream().With(3);
        var forked = Forked(source).After(SyncLimits.RefusedProbeInterval);
        forked.Connect().Heartbeat(source.Fork(2, 1).Checkpoint(3, forked.Now));
        var forged = new TestFollower(source).Connect().Batch(new TestStream().With(3).Batch(0, 3));

        var stop = Assert.Single(forked.Outputs.OfType<FollowerOutput.Stopped>());
        Assert.Equal((source.Id, StreamFaults.Forked), (stop.Stream, stop.Fault.Name));
        Assert.Equal(FollowerPhase.Refused, forged.State.Phase);
        Assert.Empty(forged.Outputs.OfType<FollowerOutput.Stopped>());
    }

    [Fact]
    public void A_start_with_a_stop_asks_for_a_new_generation_only()
    {
        var source = new TestStream().With(3);
        var fault = new StreamFault(StreamFaults.Forked, "Stopped before.", default);
        var follower = new TestFollower(source, fault).Connect().Batch(0, 3);

        Assert.Equal(FollowerPhase.Refused, follower.State.Phase);
        Assert.Empty(follower.State.Unstored);
        Assert.Equal(SyncLimits.RefusedProbeInterval, follower.LastWait);
        Assert.Empty(follower.Outputs.OfType<FollowerOutput.Stopped>());
        Assert.Equal(
            FollowerPhase.Connecting, follower.Give(new FollowerInput.FaultReleased()).State.Phase);
    }

    [Fact]
    public void A_fault_that_costs_the_connection_is_known_until_the_peer_is_heard_without_one()
    {
        var source = new TestStream().With(3);
        var truncated = source.Batch(0, 3);
        truncated.Entries.RemoveAt(2);
        var follower = new TestFollower(source).Connect().Batch(truncated);
        Assert.Equal(StreamFaults.Truncated, follower.State.PassingFault!.Name);

        follower.After(follower.LastWait).GoLive();
        Assert.Equal(StreamFaults.Truncated, follower.State.PassingFault!.Name);
        Assert.Null(follower.Heartbeat(source.Checkpoint(3, follower.Now)).State.PassingFault);
    }

    [Fact]
    public void A_roll_back_stops_the_stream()
    {
        var source = new TestStream().With(3);
        var follower = new TestFollower(source).GoLive().Heartbeat(source.Checkpoint(2, TestStream.Start));

        Assert.Equal(FollowerPhase.Refused, follower.State.Phase);
        Assert.Equal([StreamFaults.RolledBack], follower.Alarms);
    }

    [Fact]
    public void A_refused_peer_is_only_asked_for_a_new_generation()
    {
        var source = new TestStream().With(3);
        var follower = Forked(source).After(SyncLimits.RefusedProbeInterval);
        Assert.Equal(FollowerPhase.Probing, follower.State.Phase);

        follower.Connect().Heartbeat(source.Checkpoint(3, follower.Now));
        Assert.Equal(FollowerPhase.Refused, follower.State.Phase);
        Assert.Equal(SyncLimits.RefusedProbeInterval, follower.LastWait);
        Assert.Empty(follower.State.Unstored);
    }

    [Fact]
    public void A_refused_peer_that_calls_us_stays_refused()
    {
        var follower = Forked(new TestStream().With(3)).Give(new FollowerInput.PeerHeard());

        Assert.Equal(FollowerPhase.Refused, follower.State.Phase);
        Assert.Equal(1, follower.LastOpen.Connection);
    }

    [Fact]
    public void A_new_generation_lifts_the_refusal()
    {
        var source = new TestStream().With(3);
        var renewed = source.OpenGeneration(2).With(2);
        var follower = Forked(source).After(SyncLimits.RefusedProbeInterval);

        follower.Give(new FollowerInput.GenerationUnknown(2, 2)).After(follower.LastWait).Connect();
        follower.Batch(renewed.Batch(0, 2)).Store().CaughtUp(renewed.Checkpoint(2, follower.Now));
        Assert.Equal(FollowerPhase.Live, follower.State.Phase);
        Assert.Null(follower.State.Fault);
    }

    [Fact]
    public void A_forged_new_generation_does_not_soften_the_refusal()
    {
        var source = new TestStream().With(3);
        var follower = Forked(source).After(SyncLimits.RefusedProbeInterval);

        follower.Give(new FollowerInput.GenerationUnknown(2, 2)).After(follower.LastWait).Connect();
        follower.Batch(new TestStream(generation: 2).With(1).Batch(0, 1));
        Assert.Equal(StreamFaults.Forked, follower.State.Fault!.Name);
        Assert.Equal(FollowerPhase.Refused, follower.State.Phase);
        Assert.Equal(3, follower.State.Stored.Size);
    }

    [Fact]
    public void New_keys_and_an_officer_lift_the_refusal()
    {
        var source = new TestStream().With(3);
        var byKeys = Forked(source).Give(new FollowerInput.KeysChanged(source.Keys));
        var byOfficer = Forked(source).Give(new FollowerInput.FaultReleased());

        Assert.All([byKeys, byOfficer], follower => Assert.Equal(FollowerPhase.Connecting, follower.State.Phase));
        Assert.Equal(3, byKeys.LastOpen.AfterSize);
    }

    [Fact]
    public void A_forged_checkpoint_holds_the_stream_and_is_tried_again_later()
    {
        var source = new TestStream().With(3);
        var follower = new TestFollower(source).Connect().Batch(new TestStream().With(3).Batch(0, 3));
        Assert.Equal(FollowerPhase.Refused, follower.State.Phase);
        Assert.Contains(follower.Alarms, name => name is StreamFaults.ForgedCheckpoint or StreamFaults.UnknownKey);

        follower.After(SyncLimits.RefusedProbeInterval).GoLive();
        Assert.Equal(FollowerPhase.Live, follower.State.Phase);
        Assert.Equal(3, follower.State.Stored.Size);
    }

    [Fact]
    public void A_truncated_batch_costs_only_the_connection()
    {
        var source = new TestStream().With(3);
        var truncated = source.Batch(0, 3);
        truncated.Entries.RemoveAt(2);
        var follower = new TestFollower(source).Connect().Batch(truncated);

        Assert.Equal([StreamFaults.Truncated], follower.Alarms);
        Assert.Equal(FollowerPhase.Waiting, follower.State.Phase);
        Assert.Equal(FollowerPhase.Live, follower.After(follower.LastWait).GoLive().State.Phase);
    }

    [Fact]
    public void A_stream_that_claims_more_than_it_sent_is_truncated()
    {
        var source = new TestStream().With(3);
        var follower = new TestFollower(source).Connect().Batch(0, 2).CaughtUp(3);

        Assert.Equal([StreamFaults.Truncated], follower.Alarms);
    }

    [Theory]
    [InlineData(0, StreamFaults.Replayed)]
    [InlineData(3, StreamFaults.Gap)]
    public void A_batch_at_the_wrong_place_is_named(long first, string fault)
    {
        var source = new TestStream().With(5);
        var follower = new TestFollower(source).Connect().Batch(0, 2).Batch(first, 1);

        Assert.Equal([fault], follower.Alarms);
    }

    [Fact]
    public void Reordered_and_altered_entries_are_named()
    {
        var source = new TestStream().With(3);
        var reordered = source.Batch(0, 3);
        (reordered.Entries[0], reordered.Entries[1]) = (reordered.Entries[1], reordered.Entries[0]);
        var altered = source.Batch(0, 3);
        altered.Entries[1].Entry = ByteString.CopyFromUtf8("something else");

        Assert.All([reordered, altered], batch => Assert.Equal(
            [StreamFaults.ReorderedOrAltered], new TestFollower(source).Connect().Batch(batch).Alarms));
    }

    [Fact]
    public void What_cannot_be_read_is_kept_under_its_name()
    {
        var follower = new TestFollower(new TestStream()).Connect();
        follower.Give(new FollowerInput.GarbageArrived(
            1, new StreamFault(StreamFaults.Malformed, "Not a message.", new byte[] { 1, 2 })));

        Assert.Equal(2, Quarantined(follower).Single().Evidence.Length);
        Assert.Equal(FollowerPhase.Waiting, follower.State.Phase);
    }

    [Fact]
    public void A_babbling_peer_fills_neither_the_disk_nor_the_alarms()
    {
        var source = new TestStream().With(2);
        var truncated = source.Batch(0, 2);
        truncated.Entries.RemoveAt(1);
        var follower = new TestFollower(source);
        for (var attempt = 0; attempt < 50; attempt++)
        {
            follower.Connect().Batch(truncated).After(follower.LastWait);
        }

        Assert.InRange(Quarantined(follower).Count(), 1, 2);
        Assert.Equal(Quarantined(follower).Count(), follower.Alarms.Count());
    }

    [Fact]
    public void Batches_verified_before_a_fault_are_still_stored()
    {
        var source = new TestStream().With(4);
        var follower = new TestFollower(source).Connect().Batch(0, 2).Batch(3, 1).Store();

        Assert.Equal(2, follower.State.Stored.Size);
        Assert.Equal(2, follower.After(follower.LastWait).LastOpen.AfterSize);
    }

    private static TestFollower Forked(TestStream source)
    {
        var follower = new TestFollower(source).GoLive();
        return follower.Heartbeat(source.Fork(2, 1).Checkpoint(3, follower.Now));
    }

    private static IEnumerable<StreamFault> Quarantined(TestFollower follower) =>
        follower.Outputs.OfType<FollowerOutput.Quarantine>().Select(output => output.Fault);
}
