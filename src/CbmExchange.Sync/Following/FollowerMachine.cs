namespace CbmExchange.Sync.Following;

/// <summary>
/// Follows one peer's stream to us (design D8). Pure: the same state, input and moment give the same answer.
/// Guards: nothing is stored that the verifier did not make; reading stops at
/// <see cref="SyncLimits.UnstoredBatchesMax"/> batches; each connection resumes at the stored size; a fault is named,
/// kept and alarmed, and whether it stops the stream says <see cref="FaultPolicy"/>.
/// </summary>
public static class FollowerMachine
{
    /// <summary>One step.</summary>
    public static FollowerStep Step(FollowerState state, FollowerInput input, DateTimeOffset now)
    {
        var turn = new FollowerTurn(state, now);
        switch (input)
        {
            case FollowerInput.PeerAdmitted admitted:
                turn.TakeKeys(admitted.Keys);
                break;
            case FollowerInput.KeysChanged changed:
                turn.TakeKeys(changed.Keys);
                break;
            case FollowerInput.FaultReleased:
                turn.LiftFault();
                break;
            case FollowerInput.PauseRequested:
                turn.Pause();
                break;
            case FollowerInput.Resumed:
                turn.Resume();
                break;
            case FollowerInput.StoredConfirmed stored:
                turn.Stored(stored.Size);
                break;
            case FollowerInput.StoreRefused:
                turn.StoreRefused();
                break;
            case FollowerInput.PeerHeard:
                turn.Nudge();
                break;
            case FollowerInput.TimePassed:
                turn.TimePassed();
                break;
            default:
                FromConnection(turn, input);
                break;
        }

        return turn.End();
    }

    private static void FromConnection(FollowerTurn turn, FollowerInput input)
    {
        switch (input)
        {
            case FollowerInput.Connected at when turn.IsOn(at.Connection):
                turn.Connected();
                break;
            case FollowerInput.StreamEnded at when turn.IsOn(at.Connection):
                turn.Disconnected();
                break;
            case FollowerInput.HeadBehindReported at when turn.IsOn(at.Connection):
                turn.PeerIsBehind();
                break;
            case FollowerInput.GenerationUnknown at when turn.IsOn(at.Connection):
                turn.GenerationUnknown(at.Generation);
                break;
            case FollowerInput.BatchArrived at when turn.MayTake(at.Connection):
                turn.Batch(at.Batch);
                break;
            case FollowerInput.CaughtUpArrived at when turn.MayTake(at.Connection):
                turn.Head(at.Checkpoint, isCaughtUp: true);
                break;
            case FollowerInput.HeartbeatArrived at when turn.MayTake(at.Connection):
                turn.Head(at.Checkpoint, isCaughtUp: false);
                break;
            case FollowerInput.GarbageArrived at when turn.MayTake(at.Connection):
                turn.Refuse(at.Fault);
                break;
        }
    }
}
