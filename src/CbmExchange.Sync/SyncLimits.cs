namespace CbmExchange.Sync;

/// <summary>Upper bounds and intervals of peer streams, each with its unit and its reason.</summary>
public static class SyncLimits
{
    /// <summary>
    /// Batches verified and not yet stored; then reading stops. Two keep store and verifier both busy.
    /// </summary>
    public const int UnstoredBatchesMax = 2;

    /// <summary>Peers of one node (design §5); more are not followed.</summary>
    public const int PeersMax = 250;

    /// <summary>Rounds of doubling after which the wait before a reconnect no longer grows.</summary>
    public const int BackOffDoublingsMax = 6;

    /// <summary>
    /// Time between two heartbeats. Fixed, so that its rhythm says nothing about what is released to others.
    /// </summary>
    public static readonly TimeSpan HeartbeatInterval = TimeSpan.FromSeconds(15);

    /// <summary>
    /// Silence after which a connection counts as dead: three heartbeats, so that one lost is no alarm.
    /// </summary>
    public static readonly TimeSpan SilenceMax = TimeSpan.FromSeconds(45);

    /// <summary>Time a peer has to accept a follow: a slow line with a TLS handshake, not more.</summary>
    public static readonly TimeSpan ConnectMax = TimeSpan.FromSeconds(20);

    /// <summary>First wait before a reconnect; doubled with each failure in a row.</summary>
    public static readonly TimeSpan ReconnectFirst = TimeSpan.FromSeconds(1);

    /// <summary>Longest wait before a reconnect: a peer that comes back is followed within this time.</summary>
    public static readonly TimeSpan ReconnectMax = TimeSpan.FromSeconds(60);

    /// <summary>
    /// Shortest time between two reconnects that a peer's own call brings about: it must not drive us.
    /// </summary>
    public static readonly TimeSpan NudgeInterval = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Time between two questions to a refused peer whether it opened a new generation: an hour costs nothing and
    /// frees the stream on the day the peer's officers act.
    /// </summary>
    public static readonly TimeSpan RefusedProbeInterval = TimeSpan.FromHours(1);

    /// <summary>
    /// Time between two pieces of kept evidence of one fault: a babbling peer must not fill the disk.
    /// </summary>
    public static readonly TimeSpan EvidenceInterval = TimeSpan.FromHours(1);

    /// <summary>
    /// Difference between the peer's clock and ours that is flagged: answers carry times officers compare.
    /// </summary>
    public static readonly TimeSpan ClockSkewFlagged = TimeSpan.FromMinutes(5);

    /// <summary>Time a reader has to take one message; then it is cut and may resume.</summary>
    public static readonly TimeSpan SlowReaderMax = TimeSpan.FromSeconds(30);

    /// <summary>Time a follow waits for the comparison after a start before it is told to come again.</summary>
    public static readonly TimeSpan HeadGateMax = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Time the peers have to answer for our heads after a start; then the rules for silent peers hold.
    /// </summary>
    public static readonly TimeSpan HeadCheckMax = TimeSpan.FromSeconds(15);

    /// <summary>
    /// Time between two questions to a silent peer: it is followed and served within this time of its return.
    /// </summary>
    public static readonly TimeSpan HeadCheckInterval = TimeSpan.FromSeconds(5);

    /// <summary>Time between two checkpoint-of-peer entries in one stream (design D5, no echo).</summary>
    public static readonly TimeSpan CheckpointOfPeerInterval = TimeSpan.FromHours(24);
}
