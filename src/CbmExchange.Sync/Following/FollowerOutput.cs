using CbmExchange.Envelopes.PeerStreams;

namespace CbmExchange.Sync.Following;

/// <summary>What a follower asks its shell to do, in this order.</summary>
public abstract record FollowerOutput
{
    private FollowerOutput()
    {
    }

    /// <summary>Open a follow; its inputs MUST carry the number of the connection.</summary>
    public sealed record OpenFollow(long Connection, int Generation, long AfterSize) : FollowerOutput;

    /// <summary>Read one message of the connection and hand it in. Without it the shell MUST NOT read.</summary>
    public sealed record ReadNext(long Connection) : FollowerOutput;

    /// <summary>End the connection.</summary>
    public sealed record CloseFollow(long Connection) : FollowerOutput;

    /// <summary>Store a batch and answer with StoredConfirmed or StoreRefused. At most one is out at a time.</summary>
    public sealed record Store(VerifiedBatch Batch) : FollowerOutput;

    /// <summary>Keep the input as evidence under the fault's name.</summary>
    public sealed record Quarantine(PeerStreamId Stream, StreamFault Fault) : FollowerOutput;

    /// <summary>
    /// Keep durable that this stream is stopped by a fault, so that a restart does not lift it (decision 0013).
    /// </summary>
    public sealed record Stopped(PeerStreamId Stream, StreamFault Fault) : FollowerOutput;

    /// <summary>Tell the duty officer. The name is one of <see cref="FollowerAlarms"/> or of a fault.</summary>
    public sealed record Alarm(PeerStreamId Stream, string Name, string Sentence) : FollowerOutput;

    /// <summary>Hand in TimePassed after this time; the shell adds jitter.</summary>
    public sealed record ScheduleReconnect(TimeSpan After) : FollowerOutput;

    /// <summary>Received and stored are two watermarks (design §6).</summary>
    public sealed record WatermarksChanged(PeerStreamId Stream, long Received, long Stored) : FollowerOutput;

    /// <summary>The phase changed, for the status page.</summary>
    public sealed record PhaseChanged(PeerStreamId Stream, FollowerPhase Phase) : FollowerOutput;
}
