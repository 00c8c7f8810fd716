using CbmExchange.Envelopes.PeerStreams;

namespace CbmExchange.Sync.Following;

/// <summary>What each fault does to its stream (decision 0013).</summary>
public static class FaultPolicy
{
    /// <summary>The answer to a fault; one that is not known yet only costs the connection.</summary>
    public static FaultAnswer Of(string fault) => fault switch
    {
        StreamFaults.Forked or StreamFaults.RolledBack => FaultAnswer.Stop,
        StreamFaults.ForgedCheckpoint or StreamFaults.UnknownKey or StreamFaults.KeyNotValid
            or StreamFaults.KeyCompromised or StreamFaults.WrongOrigin
            or StreamFaults.ReorderedOrAltered => FaultAnswer.HoldThenRetry,
        _ => FaultAnswer.Reconnect,
    };
}
