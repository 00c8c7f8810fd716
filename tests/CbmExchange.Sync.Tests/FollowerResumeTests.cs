using CbmExchange.Sync.Following;

namespace CbmExchange.Sync.Tests;

public class FollowerResumeTests
{
    [Fact]
    public void After_an_interruption_while_connecting_it_asks_from_the_beginning()
    {
        var follower = new TestFollower(new TestStream().With(4)).End();

        Assert.Equal(new FollowerOutput.OpenFollow(2, 1, 0), follower.After(follower.LastWait).LastOpen);
    }

    [Fact]
    public void After_an_interruption_in_back_fill_it_resumes_from_the_stored_size()
    {
        var follower = new TestFollower(new TestStream().With(4)).Connect().Batch(0, 2).Store().End();

        Assert.Equal(new FollowerOutput.OpenFollow(2, 1, 2), follower.After(follower.LastWait).LastOpen);
    }

    [Fact]
    public void It_does_not_reconnect_before_it_knows_what_was_stored()
    {
        var follower = new TestFollower(new TestStream().With(4)).Connect().Batch(0, 2).Batch(2, 1).End();

        follower.After(TimeSpan.FromMinutes(2)).Store();
        Assert.Equal(1, follower.LastOpen.Connection);
        follower.Store();
        Assert.Equal(new FollowerOutput.OpenFollow(2, 1, 3), follower.LastOpen);
    }

    [Fact]
    public void After_the_store_refused_it_asks_again_for_what_is_not_stored()
    {
        var follower = new TestFollower(new TestStream().With(4)).Connect().Batch(0, 1).Store().Batch(1, 1).Batch(2, 1);

        follower.Give(new FollowerInput.StoreRefused("full disk"));
        Assert.Equal(1, follower.State.Received.Size);
        Assert.Contains(FollowerAlarms.StoreUnavailable, follower.Alarms);
        Assert.Equal(1, follower.After(follower.LastWait).LastOpen.AfterSize);
    }

    [Fact]
    public void After_an_interruption_in_cut_over_it_resumes_from_the_stored_size()
    {
        var follower = new TestFollower(new TestStream().With(2)).Connect().Batch(0, 2).CaughtUp(2).End();
        follower.Store();

        Assert.Equal(2, follower.After(follower.LastWait).LastOpen.AfterSize);
    }

    [Fact]
    public void After_an_interruption_while_live_it_takes_what_was_missed()
    {
        var source = new TestStream().With(2);
        var follower = new TestFollower(source).GoLive().End();
        source.With(3);

        follower.After(follower.LastWait).GoLive();
        Assert.Equal(FollowerPhase.Live, follower.State.Phase);
        Assert.Equal(5, follower.State.Stored.Size);
    }

    [Fact]
    public void A_peer_that_calls_us_is_connected_to_at_once_but_cannot_drive_us()
    {
        var follower = new TestFollower(new TestStream().With(2)).End().Give(new FollowerInput.PeerHeard());
        Assert.Equal(2, follower.LastOpen.Connection);

        follower.End().Give(new FollowerInput.PeerHeard());
        Assert.Equal(2, follower.LastOpen.Connection);
        follower.Now += SyncLimits.NudgeInterval;
        Assert.Equal(3, follower.Give(new FollowerInput.PeerHeard()).LastOpen.Connection);
    }

    [Fact]
    public void A_peer_that_was_restored_and_is_behind_is_alarmed_and_awaited()
    {
        var follower = new TestFollower(new TestStream().With(3)).GoLive().End();
        follower.After(follower.LastWait).Give(new FollowerInput.HeadBehindReported(2, 1, 1));

        Assert.Equal([FollowerAlarms.PeerHeadBehind], follower.Alarms);
        Assert.Equal(SyncLimits.ReconnectMax, follower.LastWait);
        Assert.Equal(3, follower.After(follower.LastWait).LastOpen.AfterSize);
    }

    [Fact]
    public void A_new_generation_is_held_once_a_batch_of_it_is_stored()
    {
        var source = new TestStream().With(3);
        var renewed = source.OpenGeneration(2).With(1);
        var follower = new TestFollower(source).GoLive().End();
        follower.After(follower.LastWait).Give(new FollowerInput.GenerationUnknown(2, 2)).After(follower.LastWait);
        Assert.Equal(new FollowerOutput.OpenFollow(3, 2, 0), follower.LastOpen);

        follower.Connect().Batch(renewed.Batch(0, 1)).CaughtUp(renewed.Checkpoint(1, follower.Now));
        Assert.Equal(1, follower.State.Held.Generation);
        follower.Store();
        Assert.Equal(2, follower.State.Held.Generation);
        Assert.Equal([FollowerAlarms.NewGeneration], follower.Alarms);
        Assert.Equal(FollowerPhase.Live, follower.State.Phase);
    }

    [Fact]
    public void A_claimed_generation_that_nothing_proves_is_given_up()
    {
        var follower = new TestFollower(new TestStream().With(3)).GoLive().End();
        follower.After(follower.LastWait).Give(new FollowerInput.GenerationUnknown(2, 9)).After(follower.LastWait)
            .End();

        Assert.Equal(new FollowerOutput.OpenFollow(4, 1, 3), follower.After(follower.LastWait).LastOpen);
    }

    [Fact]
    public void An_older_generation_is_never_asked_for()
    {
        var source = new TestStream(generation: 3).With(1);
        var follower = new TestFollower(source).GoLive().End();
        follower.After(follower.LastWait).Give(new FollowerInput.GenerationUnknown(2, 1));

        Assert.Equal(3, follower.After(follower.LastWait).LastOpen.Generation);
    }
}
