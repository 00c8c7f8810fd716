using CbmExchange.Envelopes.PeerStreams;

namespace CbmExchange.Simulation.Adversary;

/// <summary>What somebody on the line does to a message, and the names that a node may give it.</summary>
internal static class AttackKinds
{
    public const string ForgedSignature = "forged-signature";
    public const string StrangersKey = "strangers-key";
    public const string GarbageCheckpoint = "garbage-checkpoint";
    public const string GarbageMessage = "garbage-message";
    public const string ReplayedOwn = "replayed-same-stream";
    public const string ReplayedOther = "replayed-other-stream";
    public const string ChangedEntry = "changed-entry";
    public const string SwappedEntries = "swapped-entries";
    public const string DroppedEntry = "dropped-entry";
    public const string AddedEntry = "added-entry";
    public const string ShiftedIndex = "shifted-index";
    public const string OtherGeneration = "other-generation";
    public const string TooMany = "over-long-batch";
    public const string TooLong = "over-long-entry";
    public const string ChangedStatement = "changed-statement";
    public const string ChangedDisclosure = "changed-disclosure";

    /// <summary>Kinds that fit any message.</summary>
    public static IReadOnlyList<string> OfAny { get; } =
        [ForgedSignature, StrangersKey, GarbageCheckpoint, GarbageMessage, ReplayedOwn, ReplayedOther];

    /// <summary>Kinds that need a batch.</summary>
    public static IReadOnlyList<string> OfBatch { get; } =
    [
        ChangedEntry, SwappedEntries, DroppedEntry, AddedEntry, ShiftedIndex, OtherGeneration, TooMany, TooLong,
        ChangedStatement, ChangedDisclosure,
    ];

    /// <summary>The names that a node may give.</summary>
    public static IReadOnlyList<string> NamesOf(string kind) => kind switch
    {
        ForgedSignature => [StreamFaults.ForgedCheckpoint],
        StrangersKey => [StreamFaults.UnknownKey],
        GarbageCheckpoint or GarbageMessage => [StreamFaults.Malformed],
        ReplayedOwn =>
        [
            StreamFaults.Replayed, StreamFaults.RolledBack, StreamFaults.Truncated, StreamFaults.Gap,
            StreamFaults.WrongGeneration,
        ],
        ReplayedOther => [StreamFaults.UnknownKey, StreamFaults.WrongOrigin, StreamFaults.WrongGeneration],
        ChangedEntry or SwappedEntries => [StreamFaults.ReorderedOrAltered],
        DroppedEntry or AddedEntry or ShiftedIndex => [StreamFaults.Truncated, StreamFaults.Malformed],
        OtherGeneration => [StreamFaults.WrongGeneration],
        TooMany or TooLong => [StreamFaults.OverLong],
        ChangedStatement => [StreamFaults.StatementMismatch],
        ChangedDisclosure => [StreamFaults.DisclosureMismatch],
        _ => [],
    };
}
