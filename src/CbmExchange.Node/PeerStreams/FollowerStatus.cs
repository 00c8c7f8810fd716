using CbmExchange.Sync.Following;

namespace CbmExchange.Node.PeerStreams;

/// <summary>
/// How following one peer stands, for the status page. Received, stored and applied are three watermarks.
/// </summary>
/// <param name="Phase">Phase of the machine.</param>
/// <param name="Generation">Generation of the stream.</param>
/// <param name="Received">Entries verified.</param>
/// <param name="Stored">Entries durable.</param>
/// <param name="FaultName">
/// Name of the fault for which it is refused, or of the last one that cost its connection until the peer is heard
/// without one; empty otherwise.
/// </param>
/// <param name="HeardAt">When the peer was last heard; null when never since the start.</param>
/// <param name="Failures">Failures in a row.</param>
internal sealed record FollowerStatus(
    FollowerPhase Phase,
    int Generation,
    long Received,
    long Stored,
    string FaultName,
    DateTimeOffset? HeardAt,
    int Failures);
