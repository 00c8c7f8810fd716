namespace CbmExchange.Store;

/// <summary>
/// Every limit of this room, with its unit and its reason (style S5). Relations are asserted in a test.
/// </summary>
public static class StoreLimits
{
    /// <summary>Requests that may wait for the writer; more callers wait at the door (back-pressure).</summary>
    public const int AppendQueueCountMax = 4_096;

    /// <summary>Requests in one transaction: enough to share one fsync among all callers of a busy node.</summary>
    public const int AppendBatchCountMax = 256;

    /// <summary>
    /// Bytes in one transaction, unless a single request is larger: bounds the time the lock is held.
    /// </summary>
    public const long AppendBatchBytesMax = 16L * 1024 * 1024;

    /// <summary>
    /// How long the writer waits for as many requests as the last transaction had: far below a flush, so that it costs
    /// nobody a flush and saves half of them one.
    /// </summary>
    public static readonly TimeSpan AppendGatherTime = TimeSpan.FromMilliseconds(0.5);

    /// <summary>Bytes in one request: 250 recipients of one 64 KiB version with its disclosures, twice.</summary>
    public const long AppendRequestBytesMax = 64L * 1024 * 1024;

    /// <summary>Events in one request: an import is cut into requests of this size.</summary>
    public const int AppendEventCountMax = 2_000;

    /// <summary>Own peer entries and incoming entries in one request.</summary>
    public const int AppendEntryCountMax = 20_000;

    /// <summary>
    /// Entries with which a new generation begins: what one recipient was given of 1 million record versions (design
    /// §5), each record once.
    /// </summary>
    public const int OpeningEntryCountMax = 200_000;

    /// <summary>Bytes of these entries; written once after a loss, in one transaction.</summary>
    public const long OpeningBytesMax = 512L * 1024 * 1024;

    /// <summary>Bytes of the opaque answer that is kept with a command.</summary>
    public const int AnswerLengthMax = 64 * 1024;

    /// <summary>Characters of a stream id.</summary>
    public const int StreamIdLengthMax = 200;

    /// <summary>Times an append is sent again after its connection died, before the answer is "unknown".</summary>
    public const int AppendAttemptCountMax = 5;

    /// <summary>First pause before an append is sent again; doubles each time.</summary>
    public static readonly TimeSpan AppendRetryPause = TimeSpan.FromMilliseconds(100);

    /// <summary>How long an append waits for the write lock that another session holds.</summary>
    public static readonly TimeSpan LockTimeout = TimeSpan.FromSeconds(5);

    /// <summary>How long one statement may run; with it the time a writer can hold the lock.</summary>
    public static readonly TimeSpan StatementTimeout = TimeSpan.FromSeconds(20);

    /// <summary>How long a session may sit in an open transaction.</summary>
    public static readonly TimeSpan IdleInTransactionTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Events in one page of a read.</summary>
    public const int ReadPageCountMax = 500;

    /// <summary>Bytes after which a page of a read ends early.</summary>
    public const long ReadPageBytesMax = 4L * 1024 * 1024;

    /// <summary>How often a follower looks when no notification came: the guard behind the hint.</summary>
    public static readonly TimeSpan FollowPollInterval = TimeSpan.FromSeconds(1);

    /// <summary>Pause before a lost listening connection is opened again.</summary>
    public static readonly TimeSpan ListenRetryPause = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Sizes of a tree at which its right edge is kept, so that any edge is at most so many leaves away.
    /// </summary>
    public const int EdgeInterval = 4_096;

    /// <summary>Bytes of one piece of evidence that are kept; its hash and length are kept in any case.</summary>
    public const int EvidenceBytesMax = 1024 * 1024;

    /// <summary>Pieces of evidence per peer whose bytes are kept: a forger cannot fill the disk.</summary>
    public const int EvidenceKeptCountMax = 256;

    /// <summary>Characters of the sentence of a piece of evidence.</summary>
    public const int EvidenceSentenceLengthMax = 2_000;

    /// <summary>Personal keys held unwrapped in memory.</summary>
    public const int PersonalKeyCacheCountMax = 10_000;

    /// <summary>
    /// Stored batches of peers folded in one transaction. Each brings up to 1 MiB of entries: after a bulk catch-up
    /// this bounds what a fold holds in memory, and the first become readable without waiting for the last.
    /// </summary>
    public const int FoldBatchCountMax = 8;

    /// <summary>Times a projection tries a page again when the database was away, before its state says so.</summary>
    public static readonly TimeSpan ProjectionRetryPause = TimeSpan.FromSeconds(1);

    /// <summary>Characters of the reason kept with a dead letter.</summary>
    public const int DeadLetterReasonLengthMax = 2_000;

    /// <summary>Bytes of an attachment (design §5).</summary>
    public const long AttachmentBytesMax = 20L * 1024 * 1024;

    /// <summary>Bytes of one write to or read from an attachment.</summary>
    public const int AttachmentChunkBytesMax = 1024 * 1024;

    /// <summary>Connections that read streams and the log: each question is over in less than a millisecond.</summary>
    public const int LogPoolCountMax = 8;

    /// <summary>Newest events that are kept decoded for all who follow the log.</summary>
    public const int LogTailCountMax = 1_000;

    /// <summary>Bytes of their bodies.</summary>
    public const long LogTailBytesMax = 8L * 1024 * 1024;

    /// <summary>How long "nothing more" is the answer to all who ask before the next append.</summary>
    public static readonly TimeSpan LogTailSharedTime = TimeSpan.FromMilliseconds(100);

    /// <summary>Connections for other reads.</summary>
    public const int ReadPoolCountMax = 16;

    /// <summary>Times a start asks a server that was left running; with the pause 20 s of crash recovery.</summary>
    public const int ServerAdoptTriesMax = 40;

    /// <summary>Pause between these tries.</summary>
    public static readonly TimeSpan ServerAdoptPause = TimeSpan.FromMilliseconds(500);

    /// <summary>How often a node looks whether its private server is there: a duty officer barely notices.</summary>
    public static readonly TimeSpan ServerLookInterval = TimeSpan.FromSeconds(2);

    /// <summary>How long that look waits; a server that takes longer is busy, not gone.</summary>
    public static readonly TimeSpan ServerAnswerTimeout = TimeSpan.FromSeconds(5);

    /// <summary>
    /// A private server that answered no look for so long hangs and is ended: longer than any statement may run, short
    /// enough for a message at FLASH.
    /// </summary>
    public static readonly TimeSpan ServerHungAfter = TimeSpan.FromSeconds(30);

    /// <summary>Looks in a row that get no answer before a server counts as hung, however long they took.</summary>
    public const int ServerHungLookCountMin = 3;

    /// <summary>Pause between two looks whether a server that was ended is gone.</summary>
    public static readonly TimeSpan ServerEndPause = TimeSpan.FromMilliseconds(100);

    /// <summary>Such looks; with the pause 10 s, in which the kernel clears away a killed process.</summary>
    public const int ServerEndLooksMax = 100;

    /// <summary>First pause before a private server that did not stay up is started again; doubles.</summary>
    public static readonly TimeSpan ServerRestartPauseMin = TimeSpan.FromSeconds(1);

    /// <summary>Longest of these pauses: a broken server is tried once a minute.</summary>
    public static readonly TimeSpan ServerRestartPauseMax = TimeSpan.FromMinutes(1);

    /// <summary>A private server that ran this long was up: its next end is a new story.</summary>
    public static readonly TimeSpan ServerSteadyAfter = TimeSpan.FromMinutes(10);
}
