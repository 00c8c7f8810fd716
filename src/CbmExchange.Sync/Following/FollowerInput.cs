using CbmExchange.Contracts.Sync.V1;
using CbmExchange.Envelopes.Keys;
using CbmExchange.Envelopes.PeerStreams;

namespace CbmExchange.Sync.Following;

/// <summary>
/// What happens to a follower. Inputs that come from a connection carry its number; those of an older connection than
/// the present one are ignored.
/// </summary>
public abstract record FollowerInput
{
    private FollowerInput()
    {
    }

    /// <summary>Two officers admitted the peer, or the node started with the peer admitted.</summary>
    public sealed record PeerAdmitted(PeerKeys Keys) : FollowerInput;

    /// <summary>The peer's keys changed: a refused stream is tried again.</summary>
    public sealed record KeysChanged(PeerKeys Keys) : FollowerInput;

    /// <summary>Two officers looked at the fault and let the stream go on.</summary>
    public sealed record FaultReleased : FollowerInput;

    /// <summary>The peer accepted the follow.</summary>
    public sealed record Connected(long Connection) : FollowerInput;

    /// <summary>A batch, not verified.</summary>
    public sealed record BatchArrived(long Connection, EntryBatch Batch) : FollowerInput;

    /// <summary>The peer says that all was sent, with its head.</summary>
    public sealed record CaughtUpArrived(long Connection, ReadOnlyMemory<byte> Checkpoint) : FollowerInput;

    /// <summary>The peer's freshly dated head.</summary>
    public sealed record HeartbeatArrived(long Connection, ReadOnlyMemory<byte> Checkpoint) : FollowerInput;

    /// <summary>
    /// A message that is none of the known ones, longer than allowed, or cut off: the shell names the fault.
    /// </summary>
    public sealed record GarbageArrived(long Connection, StreamFault Fault) : FollowerInput;

    /// <summary>The batch last handed out with <c>Store</c> is durable; the stream now has this many entries.</summary>
    public sealed record StoredConfirmed(long Size) : FollowerInput;

    /// <summary>The batch last handed out with <c>Store</c> was not stored.</summary>
    public sealed record StoreRefused(string Reason) : FollowerInput;

    /// <summary>The connection ended or could not be made.</summary>
    public sealed record StreamEnded(long Connection, string Reason) : FollowerInput;

    /// <summary>The peer has fewer entries than we hold of it.</summary>
    public sealed record HeadBehindReported(long Connection, long Size, int Generation) : FollowerInput;

    /// <summary>The peer does not serve the generation that we asked for; it serves this one.</summary>
    public sealed record GenerationUnknown(long Connection, int Generation) : FollowerInput;

    /// <summary>The peer called us, so it is there: a planned reconnect need not wait.</summary>
    public sealed record PeerHeard : FollowerInput;

    /// <summary>The clock moved.</summary>
    public sealed record TimePassed : FollowerInput;

    /// <summary>An officer stops the peer.</summary>
    public sealed record PauseRequested : FollowerInput;

    /// <summary>An officer lets the peer go on.</summary>
    public sealed record Resumed : FollowerInput;
}
