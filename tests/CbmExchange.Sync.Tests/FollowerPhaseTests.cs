using CbmExchange.Sync.Following;

namespace CbmExchange.Sync.Tests;

public class FollowerPhaseTests
{
    [Fact]
    public void A_peer_that_is_not_admitted_is_not_followed()
    {
        var follower = new TestFollower(new TestStream(), admitted: false).After(TimeSpan.FromDays(1));

        Assert.Equal(FollowerPhase.Idle, follower.State.Phase);
        Assert.Empty(follower.Outputs);
    }

    [Fact]
    public void Back_fill_cut_over_and_live_follow_each_other()
    {
        var follower = new TestFollower(new TestStream().With(5));
        Assert.Equal(new FollowerOutput.OpenFollow(1, 1, 0), follower.LastOpen);
        Assert.Equal(FollowerPhase.Connecting, follower.State.Phase);

        Assert.Equal(FollowerPhase.BackFill, follower.Connect().State.Phase);
        follower.Batch(0, 5);
        Assert.Equal(FollowerPhase.CutOver, follower.CaughtUp(5).State.Phase);
        Assert.Equal(FollowerPhase.Live, follower.Store().State.Phase);
        Assert.Equal(5, follower.State.Stored.Size);
        Assert.Empty(follower.Alarms);
    }

    [Fact]
    public void An_empty_stream_goes_live_at_once()
    {
        var follower = new TestFollower(new TestStream()).Connect().CaughtUp(0);

        Assert.Equal(FollowerPhase.Live, follower.State.Phase);
    }

    [Fact]
    public void Received_and_stored_are_two_watermarks()
    {
        var follower = new TestFollower(new TestStream().With(3)).Connect().Batch(0, 2);
        var marks = follower.Outputs.OfType<FollowerOutput.WatermarksChanged>();
        Assert.Equal((2, 0), (marks.Last().Received, marks.Last().Stored));

        follower.Store();
        Assert.Equal((2, 2), (marks.Last().Received, marks.Last().Stored));
    }

    [Fact]
    public void Reading_stops_while_too_many_batches_wait_for_the_store()
    {
        var follower = new TestFollower(new TestStream().With(10)).Connect().Batch(0, 1).Batch(1, 1);
        Assert.False(follower.State.IsReading);
        Assert.Single(follower.Outputs.OfType<FollowerOutput.Store>());

        follower.Store();
        Assert.True(follower.State.IsReading);
        Assert.Equal(2, follower.Outputs.OfType<FollowerOutput.Store>().Count());
    }

    [Fact]
    public void A_pause_in_reading_is_not_counted_as_the_peers_silence()
    {
        var follower = new TestFollower(new TestStream().With(10)).Connect().Batch(0, 1).Batch(1, 1);

        follower.After(SyncLimits.SilenceMax * 3);
        Assert.Equal(FollowerPhase.BackFill, follower.State.Phase);
        follower.Store().After(SyncLimits.SilenceMax);
        Assert.Equal(FollowerPhase.BackFill, follower.State.Phase);
    }

    [Fact]
    public void A_connection_without_a_heartbeat_is_dead()
    {
        var follower = new TestFollower(new TestStream()).GoLive();

        Assert.Equal(FollowerPhase.Live, follower.After(SyncLimits.SilenceMax).State.Phase);
        Assert.Equal(FollowerPhase.Waiting, follower.After(TimeSpan.FromMilliseconds(1)).State.Phase);
        Assert.Contains(new FollowerOutput.CloseFollow(1), follower.Outputs);
    }

    [Fact]
    public void A_heartbeat_keeps_the_connection()
    {
        var source = new TestStream().With(1);
        var follower = new TestFollower(source).GoLive();
        for (var beat = 0; beat < 10; beat++)
        {
            follower.After(SyncLimits.HeartbeatInterval).Heartbeat(source.Checkpoint(1, follower.Now));
        }

        Assert.Equal(FollowerPhase.Live, follower.State.Phase);
    }

    [Fact]
    public void A_peer_that_never_accepts_is_given_up_and_tried_again()
    {
        var follower = new TestFollower(new TestStream());

        follower.After(SyncLimits.ConnectMax + TimeSpan.FromSeconds(1));
        Assert.Equal(FollowerPhase.Waiting, follower.State.Phase);
        follower.After(follower.LastWait);
        Assert.Equal(2, follower.LastOpen.Connection);
    }

    [Fact]
    public void The_wait_doubles_with_each_failure_up_to_its_limit()
    {
        var follower = new TestFollower(new TestStream());
        var waits = new List<TimeSpan>();
        for (var failure = 0; failure < 9; failure++)
        {
            follower.End();
            waits.Add(follower.LastWait);
            follower.After(follower.LastWait);
        }

        Assert.Equal([1, 2, 4, 8, 16, 32, 60, 60, 60], waits.Select(wait => (int)wait.TotalSeconds));
    }

    [Fact]
    public void A_paused_peer_is_not_followed_until_it_is_resumed()
    {
        var follower = new TestFollower(new TestStream().With(2)).GoLive().Give(new FollowerInput.PauseRequested());
        follower.After(TimeSpan.FromDays(1));
        Assert.Equal(FollowerPhase.Paused, follower.State.Phase);

        follower.Give(new FollowerInput.Resumed());
        Assert.Equal(new FollowerOutput.OpenFollow(2, 1, 2), follower.LastOpen);
    }

    [Fact]
    public void What_an_older_connection_still_says_is_ignored()
    {
        var source = new TestStream().With(4);
        var follower = new TestFollower(source).Connect().End().After(TimeSpan.FromSeconds(1)).Connect();
        var before = follower.State;

        follower.Give(new FollowerInput.BatchArrived(1, source.Batch(0, 4)));
        follower.Give(new FollowerInput.StreamEnded(1, "late"));
        Assert.Equal(before, follower.State);
    }

    [Fact]
    public void A_clock_that_differs_by_more_than_five_minutes_is_flagged_once()
    {
        var source = new TestStream();
        var follower = new TestFollower(source).Connect();

        follower.CaughtUp(source.Checkpoint(0, follower.Now - SyncLimits.ClockSkewFlagged));
        Assert.Empty(follower.Alarms);
        follower.Heartbeat(source.Checkpoint(0, follower.Now - SyncLimits.ClockSkewFlagged - TimeSpan.FromSeconds(1)));
        follower.Heartbeat(source.Checkpoint(0, follower.Now + TimeSpan.FromMinutes(6)));
        Assert.Equal([FollowerAlarms.ClockSkew], follower.Alarms);
        Assert.Equal(FollowerPhase.Live, follower.State.Phase);
    }
}
