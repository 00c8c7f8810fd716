using System.Collections.Immutable;
using CbmExchange.Contracts.Sync.V1;
using CbmExchange.Envelopes.Keys;
using CbmExchange.Envelopes.PeerStreams;

namespace CbmExchange.Sync.Following;

/// <summary>One step in the making: the state so far and what was asked of the shell.</summary>
internal sealed partial class FollowerTurn(FollowerState state, DateTimeOffset now)
{
    private readonly ImmutableArray<FollowerOutput>.Builder outputs = ImmutableArray.CreateBuilder<FollowerOutput>();
    private readonly FollowerPhase phaseBefore = state.Phase;
    private FollowerState state = state;

    private bool IsStreaming => state.Phase is FollowerPhase.BackFill or FollowerPhase.CutOver or FollowerPhase.Live;

    private bool HasConnection => IsStreaming || state.Phase is FollowerPhase.Connecting or FollowerPhase.Probing;

    internal FollowerStep End()
    {
        if (state.Phase != phaseBefore)
        {
            outputs.Add(new FollowerOutput.PhaseChanged(state.Stream, state.Phase));
        }

        return new FollowerStep(state, outputs.ToImmutable());
    }

    internal bool IsOn(long connection) => HasConnection && connection == state.Connection;

    /// <summary>
    /// True when a message of this connection is to be looked at. A refused peer's message is only a no.
    /// </summary>
    internal bool MayTake(long connection)
    {
        if (!IsOn(connection))
        {
            return false;
        }

        state = state with { IsReading = false, HeardAt = now };
        if (state.Phase == FollowerPhase.Probing)
        {
            StayRefused();
            return false;
        }

        return IsStreaming;
    }

    internal void TakeKeys(PeerKeys keys)
    {
        var isFirst = state.Keys is null;
        state = state with { Keys = keys };
        if (isFirst && state.Phase == FollowerPhase.Idle)
        {
            Open();
            return;
        }

        LiftFault();
    }

    internal void LiftFault()
    {
        if (state.Fault is null)
        {
            return;
        }

        Close();
        state = state with { Fault = null, PassingFault = null, Failures = 0 };
        if (state.Phase != FollowerPhase.Paused)
        {
            Open();
        }
    }

    internal void Pause()
    {
        Close();
        state = state with { Phase = FollowerPhase.Paused, RetryAt = null };
    }

    internal void Resume()
    {
        if (state.Phase != FollowerPhase.Paused)
        {
            return;
        }

        if (state.Keys is null)
        {
            state = state with { Phase = FollowerPhase.Idle };
        }
        else
        {
            Open();
        }
    }

    internal void Connected()
    {
        if (state.Phase == FollowerPhase.Connecting)
        {
            state = state with { Phase = FollowerPhase.BackFill };
        }

        Read();
    }

    internal void Batch(EntryBatch batch)
    {
        var verdict = PeerStreamVerifier.Verify(state.Stream, state.Received, batch, state.Keys!, now);
        if (verdict.Fault is { } fault)
        {
            Refuse(fault);
            return;
        }

        var verified = verdict.Value;
        FlagSkew(verified.Head.SignedAt - now);
        var isFirst = state.UnstoredCount == 0;
        state = state with
        {
            Received = verified.Head.Range,
            Unstored = state.Unstored.Enqueue(verified),
            UnstoredCount = state.UnstoredCount + 1,
        };
        if (isFirst)
        {
            outputs.Add(new FollowerOutput.Store(verified));
        }

        TellWatermarks();
        Read();
    }

    internal void Head(ReadOnlyMemory<byte> checkpoint, bool isCaughtUp)
    {
        var verdict = PeerStreamVerifier.VerifyHead(state.Stream, state.Received, checkpoint, state.Keys!, now);
        if (verdict.Fault is { } fault)
        {
            Refuse(fault);
            return;
        }

        FlagSkew((verdict.Value.SignedAt - now).Duration());
        if (isCaughtUp && state.Phase == FollowerPhase.BackFill)
        {
            state = state with { Phase = FollowerPhase.CutOver };
        }

        GoLiveWhenStored();
        state = isCaughtUp ? state : state with { Failures = 0, PassingFault = null };
        Read();
    }

    internal void Stored(long size)
    {
        if (state.Unstored.IsEmpty || state.Unstored.Peek().Head.Range.Size != size)
        {
            throw new InvalidOperationException("The store confirmed a batch that it was not given.");
        }

        var range = state.Unstored.Peek().Head.Range;
        if (state.Stream != state.Held)
        {
            Commit();
        }

        state = state with
        {
            Stored = range,
            HeldRange = range,
            Unstored = state.Unstored.Dequeue(),
            UnstoredCount = state.UnstoredCount - 1,
            Failures = 0,
        };
        TellWatermarks();
        if (!state.Unstored.IsEmpty)
        {
            outputs.Add(new FollowerOutput.Store(state.Unstored.Peek()));
        }

        GoLiveWhenStored();
        Read();
        OpenWhenDue();
    }

    internal void StoreRefused()
    {
        state = state with { Unstored = [], UnstoredCount = 0, Received = state.Stored };
        AlarmOnce(FollowerAlarms.StoreUnavailable, "The store did not take what a peer sent; it is asked for again.");
        TellWatermarks();
        if (HasConnection)
        {
            Close();
            Fail();
        }
    }

    internal void TimePassed()
    {
        var limit = IsStreaming ? SyncLimits.SilenceMax : SyncLimits.ConnectMax;
        var isAwaited = IsStreaming ? state.IsReading : HasConnection;
        if (isAwaited && Elapsed.Since(state.HeardAt, now) > limit)
        {
            Close();
            Fail();
            return;
        }

        OpenWhenDue();
    }

    private void Commit()
    {
        // Nothing of the old generation is lost: its entries and checkpoint stay where they were stored.
        if (state.HeldRange.Size > 0)
        {
            AlarmOnce(FollowerAlarms.NewGeneration, "A peer opened a new generation of its stream.");
        }

        state = state with { Held = state.Stream, Fault = null };
    }

    private void GoLiveWhenStored()
    {
        if (state.Phase == FollowerPhase.CutOver && state.Unstored.IsEmpty)
        {
            state = state with { Phase = FollowerPhase.Live };
        }
    }

    private void Read()
    {
        var mayRead = IsStreaming || state.Phase == FollowerPhase.Probing;
        if (mayRead && !state.IsReading && state.UnstoredCount < SyncLimits.UnstoredBatchesMax)
        {
            // Silence counts from here: a pause in reading is ours, not the peer's.
            state = state with { IsReading = true, HeardAt = now };
            outputs.Add(new FollowerOutput.ReadNext(state.Connection));
        }
    }

    private void TellWatermarks() => outputs.Add(
        new FollowerOutput.WatermarksChanged(state.Stream, state.Received.Size, state.Stored.Size));
}
