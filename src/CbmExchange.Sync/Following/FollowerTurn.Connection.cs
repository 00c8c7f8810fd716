using CbmExchange.Envelopes.PeerStreams;

namespace CbmExchange.Sync.Following;

/// <content>Opening, failing, refusing.</content>
internal sealed partial class FollowerTurn
{
    internal void Disconnected()
    {
        state = state with { IsReading = false };
        Fail();
    }

    private bool IsNudgedJustNow =>
        state.NudgedAt is { } last && Elapsed.Since(last, now) < SyncLimits.NudgeInterval;

    /// <summary>Brings a planned reconnect forward; a refused stream stays refused.</summary>
    internal void Nudge()
    {
        if (state.Phase == FollowerPhase.Waiting && !IsNudgedJustNow)
        {
            state = state with { NudgedAt = now };
            Open();
        }
    }

    internal void PeerIsBehind()
    {
        AlarmOnce(FollowerAlarms.PeerHeadBehind, "A peer has fewer entries of its stream than we hold.");
        if (state.Phase == FollowerPhase.Probing)
        {
            StayRefused();
            return;
        }

        state = state with { IsReading = false, Failures = SyncLimits.BackOffDoublingsMax };
        Fail();
    }

    /// <summary>
    /// A generation only grows. It is held once a batch of it is verified and stored, not when it is claimed.
    /// </summary>
    internal void GenerationUnknown(int generation)
    {
        state = state with { IsReading = false };
        if (generation <= state.Held.Generation || generation == state.Stream.Generation)
        {
            Fail();
            return;
        }

        state = state with
        {
            Stream = state.Held with { Generation = generation },
            Stored = CompactRange.Empty,
            Received = CompactRange.Empty,
            Phase = FollowerPhase.Waiting,
        };
        Schedule(SyncLimits.ReconnectFirst);
    }

    internal void Refuse(StreamFault fault)
    {
        if (IsNewsNow(fault.Name))
        {
            outputs.Add(new FollowerOutput.Quarantine(state.Stream, fault));
            outputs.Add(new FollowerOutput.Alarm(state.Stream, fault.Name, fault.Sentence));
        }

        Close();
        var answer = FaultPolicy.Of(fault.Name);
        if (answer == FaultAnswer.Reconnect)
        {
            state = state with { PassingFault = fault };
            Fail();
            return;
        }

        if (state.Fault is null && answer == FaultAnswer.Stop)
        {
            outputs.Add(new FollowerOutput.Stopped(state.Held, fault));
        }

        state = state with { Fault = state.Fault ?? fault };
        StayRefused();
    }

    private void Fail()
    {
        GiveUpCandidate();
        if (state.Fault is not null)
        {
            StayRefused();
            return;
        }

        var doublings = Math.Min(state.Failures, SyncLimits.BackOffDoublingsMax);
        var wait = SyncLimits.ReconnectFirst * Math.Pow(2, doublings);
        state = state with { Phase = FollowerPhase.Waiting, Failures = state.Failures + 1 };
        Schedule(wait < SyncLimits.ReconnectMax ? wait : SyncLimits.ReconnectMax);
    }

    private void StayRefused()
    {
        Close();
        GiveUpCandidate();
        state = state with { Phase = FollowerPhase.Refused };
        Schedule(SyncLimits.RefusedProbeInterval);
    }

    // A claimed generation of which nothing was stored was only a claim: back to what is held.
    private void GiveUpCandidate()
    {
        if (state.Stream != state.Held && state.Unstored.IsEmpty)
        {
            state = state with { Stream = state.Held, Stored = state.HeldRange, Received = state.HeldRange };
        }
    }

    private void Schedule(TimeSpan after)
    {
        state = state with { RetryAt = now + after };
        outputs.Add(new FollowerOutput.ScheduleReconnect(after));
    }

    private void OpenWhenDue()
    {
        var waitMax = state.Phase == FollowerPhase.Refused ? SyncLimits.RefusedProbeInterval : SyncLimits.ReconnectMax;
        if (state.Phase is FollowerPhase.Waiting or FollowerPhase.Refused
            && state.RetryAt is { } at && Elapsed.IsDue(at, waitMax, now))
        {
            Open();
        }
    }

    private void Open()
    {
        if (!state.Unstored.IsEmpty)
        {
            // The stored size is not known yet; the confirmation of the last batch opens.
            state = state with { Phase = FollowerPhase.Waiting, RetryAt = now };
            return;
        }

        var isProbe = state.Fault is { } fault && state.Stream == state.Held;
        if (isProbe && FaultPolicy.Of(state.Fault!.Name) == FaultAnswer.HoldThenRetry)
        {
            isProbe = false;
            state = state with { Fault = null };
        }

        state = state with
        {
            Connection = state.Connection + 1,
            Phase = isProbe ? FollowerPhase.Probing : FollowerPhase.Connecting,
            Received = state.Stored,
            HeardAt = now,
            RetryAt = null,
            IsReading = false,
            IsSkewFlagged = false,
        };
        outputs.Add(new FollowerOutput.OpenFollow(state.Connection, state.Stream.Generation, state.Stored.Size));
    }

    private void Close()
    {
        if (HasConnection)
        {
            outputs.Add(new FollowerOutput.CloseFollow(state.Connection));
            state = state with { IsReading = false, Phase = FollowerPhase.Waiting };
        }
    }

    private void FlagSkew(TimeSpan ahead)
    {
        if (ahead > SyncLimits.ClockSkewFlagged && !state.IsSkewFlagged)
        {
            state = state with { IsSkewFlagged = true };
            AlarmOnce(FollowerAlarms.ClockSkew, "A peer's clock and ours differ by more than five minutes.");
        }
    }

    private void AlarmOnce(string name, string sentence)
    {
        if (IsNewsNow(name))
        {
            outputs.Add(new FollowerOutput.Alarm(state.Stream, name, sentence));
        }
    }

    private bool IsNewsNow(string name)
    {
        if (state.EvidenceKeptAt.TryGetValue(name, out var last)
            && Elapsed.Since(last, now) < SyncLimits.EvidenceInterval)
        {
            return false;
        }

        state = state with { EvidenceKeptAt = state.EvidenceKeptAt.SetItem(name, now) };
        return true;
    }
}
