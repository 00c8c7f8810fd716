using CbmExchange.Sync.Startup;

namespace CbmExchange.Sync.Tests;

public class StartupHeadCheckTests
{
    private static readonly DateTimeOffset Start = TestStream.Start;

    private HeadCheckState state = null!;
    private DateTimeOffset now = Start;

    [Fact]
    public void The_peer_is_asked_first()
    {
        Assert.IsType<HeadCheckOutput.AskHeldHead>(Begin(5).Output);
        Assert.Equal(HeadCheckPhase.Asking, state.Phase);
    }

    [Fact]
    public void A_line_that_breaks_while_entries_come_back_is_no_loss()
    {
        Begin(5);
        Give(new HeadCheckInput.PeerHolds(1, 9, null));
        Give(new HeadCheckInput.TakeBackInterrupted(7));
        now += SyncLimits.HeadCheckInterval;
        Assert.IsType<HeadCheckOutput.AskHeldHead>(Give(new HeadCheckInput.TimePassed()));

        Assert.Equal(new HeadCheckOutput.TakeBack(1, 7, 9), Give(new HeadCheckInput.PeerHolds(1, 9, null)));
    }

    [Fact]
    public void A_peer_that_holds_nothing_or_our_own_history_allows_signing()
    {
        Begin(5);
        Assert.IsType<HeadCheckOutput.ServeAllowed>(Give(new HeadCheckInput.PeerHoldsNothing()));
        Begin(5);
        Assert.IsType<HeadCheckOutput.ServeAllowed>(Give(new HeadCheckInput.PeerHolds(1, 4, true)));
        Begin(5, generation: 2);
        Assert.IsType<HeadCheckOutput.ServeAllowed>(Give(new HeadCheckInput.PeerHolds(1, 90, null)));
    }

    [Fact]
    public void A_restored_backup_takes_its_entries_back_before_it_signs()
    {
        Begin(5);
        Assert.Equal(new HeadCheckOutput.TakeBack(1, 5, 9), Give(new HeadCheckInput.PeerHolds(1, 9, null)));
        Assert.IsType<HeadCheckOutput.ServeAllowed>(Give(new HeadCheckInput.TakenBack(9)));
    }

    [Fact]
    public void Entries_that_nobody_can_give_back_need_a_new_generation()
    {
        Begin(5);
        Give(new HeadCheckInput.PeerHolds(1, 9, null));
        Assert.Equal(
            new HeadCheckOutput.NeedNewGeneration(StartupHeadCheck.EntriesLost),
                Give(new HeadCheckInput.TakeBackFailed()));
        Assert.Null(Give(new HeadCheckInput.PeerHoldsNothing()));
        Assert.IsType<HeadCheckOutput.ServeAllowed>(Give(new HeadCheckInput.GenerationOpened(2)));
    }

    [Fact]
    public void Another_history_and_a_later_generation_need_a_new_generation()
    {
        Begin(5);
        Assert.Equal(
            new HeadCheckOutput.NeedNewGeneration(StartupHeadCheck.HeadConflict),
                Give(new HeadCheckInput.PeerHolds(1, 5, false)));
        Begin(5);
        Assert.Equal(
            new HeadCheckOutput.NeedNewGeneration(StartupHeadCheck.GenerationLost),
                Give(new HeadCheckInput.PeerHolds(3, 1, null)));
        Assert.Equal(3, state.HeldGeneration);
    }

    [Fact]
    public void A_silent_peer_is_waited_for_after_a_crash()
    {
        Begin(5);
        Assert.Null(Give(new HeadCheckInput.PeerSilent()));
        Assert.Equal(HeadCheckPhase.Unproven, state.Phase);
        now += SyncLimits.HeadCheckInterval;
        Assert.IsType<HeadCheckOutput.AskHeldHead>(Give(new HeadCheckInput.TimePassed()));
        Assert.IsType<HeadCheckOutput.ServeAllowed>(Give(new HeadCheckInput.PeerHolds(1, 5, true)));
    }

    [Fact]
    public void A_silent_peer_that_calls_us_is_asked_at_once()
    {
        Begin(5);
        Give(new HeadCheckInput.PeerSilent());
        Assert.IsType<HeadCheckOutput.AskHeldHead>(Give(new HeadCheckInput.PeerHeard()));
        Assert.Equal(HeadCheckPhase.Asking, state.Phase);
    }

    [Theory]
    [InlineData(1, 5, true)]
    [InlineData(1, 4, true)]
    [InlineData(1, 6, false)]
    [InlineData(2, 0, false)]
    public void A_silent_peer_is_not_waited_for_after_an_orderly_stop_with_nothing_lost(
        int generation, long size, bool allowed)
    {
        Begin(5, stopped: new StoppedHead(generation, size));
        now += SyncLimits.HeadCheckMax;
        Assert.Equal(allowed, Give(new HeadCheckInput.TimePassed()) is HeadCheckOutput.ServeAllowed);
    }

    private HeadCheckStep Begin(long size, int generation = 1, StoppedHead? stopped = null)
    {
        var step = StartupHeadCheck.Begin(generation, size, stopped, now);
        state = step.State;
        return step;
    }

    private HeadCheckOutput? Give(HeadCheckInput input)
    {
        var step = StartupHeadCheck.Step(state, input, now);
        state = step.State;
        return step.Output;
    }
}
