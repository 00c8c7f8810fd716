using CbmExchange.Sync.Serving;

namespace CbmExchange.Sync.Tests;

public class ServingMachineTests
{
    private static readonly DateTimeOffset Start = TestStream.Start;

    private readonly TestStream source = new TestStream().With(5);
    private ServingState state = ServingState.Start;
    private DateTimeOffset now = Start;

    [Fact]
    public void Back_fill_cut_over_and_live_follow_each_other()
    {
        Assert.Equal(new ServingOutput.ReadPage(0), Follow(0));
        Assert.Equal(3, Assert.IsType<ServingOutput.SendBatch>(Page(3)).Entries.Length);
        Assert.Equal(new ServingOutput.ReadPage(3), Sent());
        Page(3);
        Assert.Equal(new ServingOutput.SendCaughtUp(5), Sent());
        Assert.Equal(ServingPhase.CutOver, state.Phase);
        Assert.Null(Sent());
        Assert.Equal(ServingPhase.Live, state.Phase);
    }

    [Fact]
    public void A_peer_that_has_all_gets_the_head_at_once() =>
        Assert.Equal(new ServingOutput.SendCaughtUp(5), Follow(5));

    [Fact]
    public void What_is_appended_during_back_fill_comes_after_the_cut_over()
    {
        Follow(0);
        Give(new ServingInput.AppendSignalled(7));
        source.With(2);
        Page(5);
        Assert.Equal(new ServingOutput.SendCaughtUp(5), Sent());
        Assert.Equal(new ServingOutput.ReadPage(5), Sent());
    }

    [Fact]
    public void An_append_while_live_is_sent_at_once()
    {
        GoLive();
        source.With(1);
        Assert.Equal(new ServingOutput.ReadPage(5), Give(new ServingInput.AppendSignalled(6)));
        Assert.Equal(5, Assert.IsType<ServingOutput.SendBatch>(Page(9)).FirstIndex);
    }

    [Fact]
    public void A_hint_that_was_wrong_sends_nothing()
    {
        GoLive();
        Assert.Equal(new ServingOutput.ReadPage(5), Give(new ServingInput.AppendSignalled(9)));
        Assert.Null(Give(new ServingInput.PageRead([])));
        Assert.Equal(ServingPhase.Live, state.Phase);
    }

    [Fact]
    public void Heartbeats_come_at_fixed_times_whatever_is_sent_between()
    {
        var beats = new List<double>();
        GoLive();
        for (var second = 1; second <= 60; second++)
        {
            now = Start.AddSeconds(second);
            if (Give(new ServingInput.TimePassed()) is ServingOutput.SendHeartbeat)
            {
                beats.Add(second);
                Sent();
            }
            else if (second % 7 == 0)
            {
                source.With(1);
                Give(new ServingInput.AppendSignalled(source.Size));
                Page(9);
                Sent();
            }
        }

        Assert.Equal([15, 30, 45, 60], beats);
    }

    [Fact]
    public void A_late_heartbeat_does_not_move_the_next_ones()
    {
        GoLive();
        now = Start.AddSeconds(52);
        Assert.IsType<ServingOutput.SendHeartbeat>(Give(new ServingInput.TimePassed()));
        Assert.Equal(Start.AddSeconds(60), state.HeartbeatAt);
    }

    [Fact]
    public void A_reader_that_does_not_take_a_message_is_cut()
    {
        Follow(0);
        Page(5);
        now += SyncLimits.SlowReaderMax;
        Assert.Null(Give(new ServingInput.TimePassed()));
        now += TimeSpan.FromMilliseconds(1);
        Assert.Equal(new ServingOutput.End(ServingEnd.SlowReader), Give(new ServingInput.TimePassed()));
    }

    [Theory]
    [InlineData(1, 6, ServingEnd.HeadBehind)]
    [InlineData(2, 0, ServingEnd.GenerationUnknown)]
    [InlineData(0, 3, ServingEnd.GenerationUnknown)]
    [InlineData(1, -1, ServingEnd.FieldsInvalid)]
    [InlineData(-1, 0, ServingEnd.FieldsInvalid)]
    public void What_cannot_be_served_is_refused_by_name(int generation, long after, ServingEnd reason) =>
        Assert.Equal(new ServingOutput.End(reason), Give(new ServingInput.FollowRequested(generation, after, 1, 5)));

    [Fact]
    public void Generation_zero_asks_for_whatever_there_is() =>
        Assert.Equal(new ServingOutput.ReadPage(0), Give(new ServingInput.FollowRequested(0, 0, 1, 5)));

    [Fact]
    public void A_newer_follow_and_a_shutdown_end_it()
    {
        Follow(0);
        var before = state;
        Assert.Equal(new ServingOutput.End(ServingEnd.FollowReplaced), Give(new ServingInput.NewerFollow()));
        Assert.Null(Give(new ServingInput.AppendSignalled(9)));
        state = before;
        Assert.Equal(new ServingOutput.End(ServingEnd.ShuttingDown), Give(new ServingInput.Shutdown()));
    }

    private ServingOutput? Give(ServingInput input)
    {
        var step = ServingMachine.Step(state, input, now);
        state = step.State;
        return step.Output;
    }

    private ServingOutput? Follow(long after) => Give(new ServingInput.FollowRequested(1, after, 1, source.Size));

    private ServingOutput? Page(int countMax) => Give(new ServingInput.PageRead(source.Page(state.Sent, countMax)));

    private ServingOutput? Sent() => Give(new ServingInput.SentConfirmed());

    private void GoLive()
    {
        Follow(source.Size);
        Sent();
    }
}
