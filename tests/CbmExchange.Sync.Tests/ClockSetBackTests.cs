using CbmExchange.Sync.Following;
using CbmExchange.Sync.Serving;
using CbmExchange.Sync.Startup;

namespace CbmExchange.Sync.Tests;

/// <summary>
/// A clock that was hours ahead is set right while the node runs. Found by the simulator (seeds 1, 11, 19 and 23): each
/// peer stayed cut off until the clock had caught up.
/// </summary>
public class ClockSetBackTests
{
    private static readonly TimeSpan Back = TimeSpan.FromHours(-30);

    [Fact]
    public void A_planned_reconnect_does_not_wait_until_the_clock_has_caught_up()
    {
        var follower = new TestFollower(new TestStream()).Connect().End();
        Assert.Equal(FollowerPhase.Waiting, follower.State.Phase);

        Assert.Equal(FollowerPhase.Connecting, follower.After(Back).State.Phase);
    }

    [Fact]
    public void A_dead_connection_is_still_noticed()
    {
        var follower = new TestFollower(new TestStream()).GoLive().After(Back);

        Assert.Equal(FollowerPhase.Waiting, follower.State.Phase);
    }

    [Fact]
    public void A_call_of_the_peer_still_brings_a_reconnect_forward()
    {
        var follower = new TestFollower(new TestStream()).Connect().End().Give(new FollowerInput.PeerHeard())
            .Connect().End();
        follower.Now += Back;

        Assert.Equal(FollowerPhase.Connecting, follower.Give(new FollowerInput.PeerHeard()).State.Phase);
    }

    [Fact]
    public void Heartbeats_go_on()
    {
        var now = TestStream.Start;
        var state = ServingMachine.Step(
            ServingState.Start, new ServingInput.FollowRequested(1, 0, 1, 0), now).State;
        state = ServingMachine.Step(state, new ServingInput.SentConfirmed(), now).State;

        var step = ServingMachine.Step(state, new ServingInput.TimePassed(), now + Back);

        Assert.IsType<ServingOutput.SendHeartbeat>(step.Output);
        Assert.Equal(now + Back + SyncLimits.HeartbeatInterval, step.State.HeartbeatAt);
    }

    [Fact]
    public void A_silent_peer_is_asked_for_its_head_again()
    {
        var now = TestStream.Start;
        var state = StartupHeadCheck.Step(
            StartupHeadCheck.Begin(1, 5, null, now).State, new HeadCheckInput.PeerSilent(), now).State;

        Assert.IsType<HeadCheckOutput.AskHeldHead>(
            StartupHeadCheck.Step(state, new HeadCheckInput.TimePassed(), now + Back).Output);
    }
}
