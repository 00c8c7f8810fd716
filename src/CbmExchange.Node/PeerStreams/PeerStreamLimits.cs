using CbmExchange.Envelopes;

namespace CbmExchange.Node.PeerStreams;

/// <summary>Limits of the shell around the state machines; those of the machines stand in SyncLimits.</summary>
internal static class PeerStreamLimits
{
    /// <summary>Bytes of back-fill after which it is judged anew whether packing is worth its time.</summary>
    public const long PackingJudgedBytes = 4L * 1024 * 1024;

    /// <summary>
    /// A peer that takes back-fill faster than this, in bytes a second, is not kept waiting for the packing: a line of
    /// 100 Mbit/s is slower, two cores that pack and unpack are not much faster.
    /// </summary>
    public const double PackedBytesPerSecondMax = 12.0 * 1024 * 1024;

    /// <summary>Inputs that wait for a machine; whoever has more waits. Few, since each is handled at once.</summary>
    public const int InboxCountMax = 16;

    /// <summary>
    /// Generations of our stream that a restored backup may lack. Each took two officers after a loss, so more were not
    /// ours.
    /// </summary>
    public const int GenerationsLostMax = 100;

    /// <summary>Bytes of one message from a peer: a batch and the tags around it.</summary>
    public const int MessageBytesMax = EnvelopeLimits.BatchBytesMax + EnvelopeLimits.CheckpointBytesMax;

    /// <summary>Bytes of one chunk of an attachment (sync.proto).</summary>
    public const int AttachmentChunkBytesMax = 64 * 1024;

    /// <summary>
    /// Bytes left for checkpoint and tags when a page is cut, so that the batch stays under its limit.
    /// </summary>
    public const int BatchFramingBytes = 16 * 1024;

    /// <summary>Bytes of tags and lengths of one sealed entry in a batch.</summary>
    public const int EntryFramingBytes = 32;

    /// <summary>Further tries to open a follow at once, each at the next endpoint.</summary>
    public const int OpenRetriesMax = 3;

    /// <summary>Times a store is asked again whether an append happened, before the batch is asked for again.</summary>
    public const int StoreTriesMax = 3;

    /// <summary>Positions of the log after which the review writes down how far it came.</summary>
    public const int ReviewMarkInterval = 500;

    /// <summary>
    /// Positions of the log by which what is left to do holds back the mark of the review. What is older is still tried
    /// while the node runs; after a restart it is tried again when a later entry discloses it.
    /// </summary>
    public const int ReviewLagMax = 100_000;

    /// <summary>Attachments of one peer that wait to be fetched.</summary>
    public const int AttachmentsPendingMax = 500;

    /// <summary>
    /// Attachments of one peer that are over that number or size and wait in line: 100 bytes of memory each.
    /// </summary>
    public const int AttachmentsOverQuotaMax = 10_000;

    /// <summary>Bytes of attachments of one peer that wait to be fetched: bounds what it can put on our disk at once.
    /// </summary>
    public const long AttachmentBytesPendingMax = 2L * 1024 * 1024 * 1024;

    /// <summary>Answers with other bytes, or none, after which an attachment is given up.</summary>
    public const int AttachmentTriesMax = 8;

    /// <summary>Failures in a row after which a peer's circuit opens.</summary>
    public const int CircuitFailuresMin = 12;

    /// <summary>
    /// Jitter of a reconnect in percent of the wait, so that 250 peers do not come back in one moment.
    /// </summary>
    public const int ReconnectJitterPercent = 25;

    /// <summary>How long one try to open a follow may take.</summary>
    public static readonly TimeSpan OpenTryMax = TimeSpan.FromSeconds(6);

    /// <summary>First pause between two tries to open.</summary>
    public static readonly TimeSpan OpenRetryPause = TimeSpan.FromMilliseconds(200);

    /// <summary>
    /// Longest pause of the HTTP/2 client itself: below the time of all retries, so that one of them gets through.
    /// </summary>
    public static readonly TimeSpan SocketBackOffMax = TimeSpan.FromSeconds(1);

    /// <summary>
    /// How long an open circuit stays open: below the longest wait of the machine, which comes on top.
    /// </summary>
    public static readonly TimeSpan CircuitBreak = TimeSpan.FromSeconds(5);

    /// <summary>Deadline of a call that answers once.</summary>
    public static readonly TimeSpan UnaryMax = TimeSpan.FromSeconds(10);

    /// <summary>Silence after which a stream of our own entries or of an attachment is given up.</summary>
    public static readonly TimeSpan TransferIdleMax = TimeSpan.FromSeconds(30);

    /// <summary>How often a machine is told that time passed.</summary>
    public static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Shortest time between two looks at the sizes of our streams: bounds the cost of many small appends.
    /// </summary>
    public static readonly TimeSpan WakeSpacing = TimeSpan.FromMilliseconds(5);

    /// <summary>How often an open follow is checked for a descriptor or certificate that expired.</summary>
    public static readonly TimeSpan SeatCheckEvery = TimeSpan.FromSeconds(30);

    /// <summary>Pause before a loop that failed runs again.</summary>
    public static readonly TimeSpan RestartPause = TimeSpan.FromSeconds(5);

    /// <summary>HTTP/2 ping on an idle connection.</summary>
    public static readonly TimeSpan KeepAlivePing = TimeSpan.FromSeconds(20);

    /// <summary>Answer to that ping.</summary>
    public static readonly TimeSpan KeepAliveTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Pause before a missing attachment is asked for again; it doubles with each try.</summary>
    public static readonly TimeSpan AttachmentRetryPause = TimeSpan.FromSeconds(30);

    /// <summary>Longest pause before a missing attachment is asked for again.</summary>
    public static readonly TimeSpan AttachmentRetryPauseMax = TimeSpan.FromHours(1);

    /// <summary>
    /// How long a start waits for peers to be told of new keys before the doors open: a peer that is reached answers in
    /// less; the others are told when they are heard.
    /// </summary>
    public static readonly TimeSpan AnnouncementWaitMax = TimeSpan.FromSeconds(3);

    /// <summary>
    /// How long a command waits for a recipient to be asked what it holds: a peer that is reached answers in less, and
    /// the officer's own deadline is longer.
    /// </summary>
    public static readonly TimeSpan CommandWaitMax = TimeSpan.FromSeconds(5);

    /// <summary>Entries that are reviewed again when new keys of a peer come: those that did not open.</summary>
    public const int ReopenCountMax = 10_000;
}
