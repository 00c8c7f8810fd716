namespace CbmExchange.Sync.Startup;

/// <summary>
/// Design D8: before a node signs a head of a stream after a start, it learns which head the stream's recipient holds.
/// Signing a head that does not extend it would be a fork, and the peer would be right to refuse us.
/// A stream has one recipient, so a recipient that cannot be reached costs no one else anything. A silent recipient:
/// signing is allowed only when the last stop was orderly and our stream reaches at least as far as that stop left it;
/// after a crash or a restored backup we wait, and ask again each <see cref="SyncLimits.HeadCheckInterval"/>.
/// </summary>
public static class StartupHeadCheck
{
    /// <summary>The peer holds more than we have and could not give it back.</summary>
    public const string EntriesLost = "ENTRIES_LOST";

    /// <summary>The peer holds other entries than ours: we wrote on after a backup was restored.</summary>
    public const string HeadConflict = "HEAD_CONFLICT";

    /// <summary>The peer holds a later generation than ours.</summary>
    public const string GenerationLost = "GENERATION_LOST";

    /// <summary>Begins the comparison.</summary>
    public static HeadCheckStep Begin(int generation, long size, StoppedHead? stopped, DateTimeOffset now) =>
        new(
            new HeadCheckState { Generation = generation, Size = size, Stopped = stopped, Since = now },
            new HeadCheckOutput.AskHeldHead());

    /// <summary>One step.</summary>
    public static HeadCheckStep Step(HeadCheckState state, HeadCheckInput input, DateTimeOffset now) =>
        (state.Phase, input) switch
    {
        (HeadCheckPhase.Allowed, _) => new HeadCheckStep(state, null),
        (_, HeadCheckInput.GenerationOpened opened) =>
            Allow(state with { Generation = opened.Generation, Size = 0 }, now),
        (HeadCheckPhase.NeedsGeneration, _) => new HeadCheckStep(state, null),
        (HeadCheckPhase.TakingBack, HeadCheckInput.TakenBack back) => Allow(state with { Size = back.Size }, now),
        (HeadCheckPhase.TakingBack, HeadCheckInput.TakeBackFailed) => Stop(state, EntriesLost, now),

        // A line that breaks proves no loss: who had the entries is asked again, for what is missing still.
        (HeadCheckPhase.TakingBack, HeadCheckInput.TakeBackInterrupted cut) =>
            Wait(state with { Size = cut.Size }, now),
        (HeadCheckPhase.TakingBack, _) => new HeadCheckStep(state, null),
        (_, HeadCheckInput.PeerHoldsNothing) => Allow(state, now),
        (_, HeadCheckInput.PeerHolds held) => Compare(state, held, now),
        (HeadCheckPhase.Asking, HeadCheckInput.PeerSilent) => Silent(state, now),
        (HeadCheckPhase.Unproven, HeadCheckInput.PeerHeard) => Ask(state, now),
        (_, HeadCheckInput.TimePassed) => TimePassed(state, now),
        _ => new HeadCheckStep(state, null),
    };

    private static HeadCheckStep Compare(HeadCheckState before, HeadCheckInput.PeerHolds held, DateTimeOffset now)
    {
        var state = before with { HeldGeneration = held.Generation };
        if (held.Generation != state.Generation)
        {
            // An older generation than ours is what a peer holds that has not yet seen our newest.
            return held.Generation < state.Generation ? Allow(state, now) : Stop(state, GenerationLost, now);
        }

        if (held.Size > state.Size)
        {
            var taking = state with { Phase = HeadCheckPhase.TakingBack, Since = now };
            return new HeadCheckStep(taking, new HeadCheckOutput.TakeBack(held.Generation, state.Size, held.Size));
        }

        return held.IsOnOurTree == true ? Allow(state, now) : Stop(state, HeadConflict, now);
    }

    private static HeadCheckStep Silent(HeadCheckState state, DateTimeOffset now)
    {
        var isProven = state.Stopped is { } stopped
            && stopped.Generation == state.Generation && stopped.Size <= state.Size;
        return isProven
            ? Allow(state, now)
            : Wait(state, now);
    }

    private static HeadCheckStep Wait(HeadCheckState state, DateTimeOffset now) =>
        new(state with { Phase = HeadCheckPhase.Unproven, Since = now }, null);

    private static HeadCheckStep TimePassed(HeadCheckState state, DateTimeOffset now)
    {
        if (state.Phase == HeadCheckPhase.Asking && Elapsed.Since(state.Since, now) >= SyncLimits.HeadCheckMax)
        {
            return Silent(state, now);
        }

        return state.Phase == HeadCheckPhase.Unproven && Elapsed.Since(state.Since, now) >= SyncLimits.HeadCheckInterval
            ? Ask(state, now)
            : new HeadCheckStep(state, null);
    }

    private static HeadCheckStep Ask(HeadCheckState state, DateTimeOffset now) =>
        new(state with { Phase = HeadCheckPhase.Asking, Since = now }, new HeadCheckOutput.AskHeldHead());

    private static HeadCheckStep Allow(HeadCheckState state, DateTimeOffset now) =>
        new(state with { Phase = HeadCheckPhase.Allowed, Since = now }, new HeadCheckOutput.ServeAllowed());

    private static HeadCheckStep Stop(HeadCheckState state, string reason, DateTimeOffset now) =>
        new(
            state with { Phase = HeadCheckPhase.NeedsGeneration, Since = now },
            new HeadCheckOutput.NeedNewGeneration(reason));
}
