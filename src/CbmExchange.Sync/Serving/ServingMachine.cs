using CbmExchange.Envelopes;

namespace CbmExchange.Sync.Serving;

/// <summary>
/// Serves our stream to one peer (design D8). Pure. Guards: only that peer's own entries and the clock decide what is
/// sent and when; a reader that is slow is cut with a named reason and can resume.
/// </summary>
public static class ServingMachine
{
    /// <summary>One step.</summary>
    public static ServingStep Step(ServingState state, ServingInput input, DateTimeOffset now)
    {
        if (state.Phase == ServingPhase.Ended)
        {
            return new ServingStep(state, null);
        }

        return input switch
        {
            ServingInput.FollowRequested asked when state.Phase == ServingPhase.Idle => Begin(state, asked, now),
            ServingInput.PageRead page when state.IsReadingPage => Send(state, page, now),
            ServingInput.AppendSignalled append =>
                Next(state with { Size = Math.Max(state.Size, append.Size) }, now),
            ServingInput.SentConfirmed when state.SendingSince is not null => Next(Confirm(state), now),
            ServingInput.TimePassed => TimePassed(state, now),
            ServingInput.NewerFollow => End(state, ServingEnd.FollowReplaced),
            ServingInput.NewerGeneration => End(state, ServingEnd.GenerationUnknown),
            ServingInput.Shutdown => End(state, ServingEnd.ShuttingDown),
            _ => new ServingStep(state, null),
        };
    }

    private static ServingStep Begin(ServingState state, ServingInput.FollowRequested asked, DateTimeOffset now)
    {
        if (asked.AfterSize < 0 || asked.AskedGeneration < 0)
        {
            return End(state, ServingEnd.FieldsInvalid);
        }

        var isAnyGeneration = asked is { AskedGeneration: 0, AfterSize: 0 };
        if (asked.AskedGeneration != asked.Generation && !isAnyGeneration)
        {
            return End(state, ServingEnd.GenerationUnknown);
        }

        if (asked.AfterSize > asked.Size)
        {
            return End(state, ServingEnd.HeadBehind);
        }

        var begun = state with
        {
            Phase = ServingPhase.BackFill,
            Size = asked.Size,
            BackFillTo = asked.Size,
            Sent = asked.AfterSize,
            HeartbeatAt = now + SyncLimits.HeartbeatInterval,
        };
        return Next(begun, now);
    }

    private static ServingStep Send(ServingState state, ServingInput.PageRead page, DateTimeOffset now)
    {
        var read = state with { IsReadingPage = false };
        if (page.Entries.IsDefaultOrEmpty)
        {
            // The hint was wrong; what is sent is all there is.
            return Next(read with { Size = read.Sent, BackFillTo = Math.Min(read.BackFillTo, read.Sent) }, now);
        }

        if (page.Entries.Length > EnvelopeLimits.BatchEntriesMax)
        {
            throw new InvalidOperationException("A page holds more entries than a batch may.");
        }

        var sending = read with { SendingSince = now, SendingCount = page.Entries.Length };
        return new ServingStep(sending, new ServingOutput.SendBatch(read.Sent, page.Entries));
    }

    private static ServingState Confirm(ServingState state)
    {
        var sent = state.Sent + state.SendingCount;
        return state with
        {
            Sent = sent,
            Size = Math.Max(state.Size, sent),
            SendingCount = 0,
            SendingSince = null,
            Phase = state.Phase == ServingPhase.CutOver ? ServingPhase.Live : state.Phase,
        };
    }

    private static ServingStep TimePassed(ServingState state, DateTimeOffset now)
    {
        if (state.SendingSince is { } since && Elapsed.Since(since, now) > SyncLimits.SlowReaderMax)
        {
            return End(state, ServingEnd.SlowReader);
        }

        return Next(state, now);
    }

    private static ServingStep Next(ServingState state, DateTimeOffset now)
    {
        if (state.Phase == ServingPhase.Idle || state.IsReadingPage || state.SendingSince is not null)
        {
            return new ServingStep(state, null);
        }

        if (state.Phase == ServingPhase.BackFill && state.Sent >= state.BackFillTo)
        {
            var cutOver = state with { Phase = ServingPhase.CutOver, SendingSince = now };
            return new ServingStep(cutOver, new ServingOutput.SendCaughtUp(state.Sent));
        }

        if (state.Phase == ServingPhase.Live && Elapsed.IsDue(state.HeartbeatAt, SyncLimits.HeartbeatInterval, now))
        {
            var beating = state with { HeartbeatAt = NextBeat(state.HeartbeatAt, now), SendingSince = now };
            return new ServingStep(beating, new ServingOutput.SendHeartbeat(state.Sent));
        }

        return state.Sent < state.Size
            ? new ServingStep(state with { IsReadingPage = true }, new ServingOutput.ReadPage(state.Sent))
            : new ServingStep(state, null);
    }

    // The grid stays where it was, however late this beat is, so that lateness does not add up. A clock that was set
    // back begins it anew.
    private static DateTimeOffset NextBeat(DateTimeOffset due, DateTimeOffset now)
    {
        if (due > now)
        {
            return now + SyncLimits.HeartbeatInterval;
        }

        var missed = (now - due).Ticks / SyncLimits.HeartbeatInterval.Ticks;
        return due + ((missed + 1) * SyncLimits.HeartbeatInterval);
    }

    private static ServingStep End(ServingState state, ServingEnd reason) =>
        new(state with { Phase = ServingPhase.Ended, SendingSince = null }, new ServingOutput.End(reason));
}
