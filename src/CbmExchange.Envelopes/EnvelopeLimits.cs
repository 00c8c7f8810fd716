namespace CbmExchange.Envelopes;

/// <summary>Upper bounds of what this room builds and accepts, each with its unit and its reason.</summary>
public static class EnvelopeLimits
{
    /// <summary>Bytes of the content of one record version as JSON (design §5): a long document, not a file.</summary>
    public const int RecordVersionBytesMax = 64 * 1024;

    /// <summary>
    /// List elements in one record version, all lists together. Each costs about 220 bytes of salts and digests, so
    /// that a version at both limits still fits <see cref="SealedEntryBytesMax"/>.
    /// </summary>
    public const int ListElementsMax = 512;

    /// <summary>Bytes of one entry with its statement and disclosures: content, its base64 and its digests.</summary>
    public const int SealedEntryBytesMax = 256 * 1024;

    /// <summary>Bytes of one batch of several entries: bounds what is held in memory per peer.</summary>
    public const int BatchBytesMax = 1024 * 1024;

    /// <summary>Entries of one batch: bounds the work between two signatures.</summary>
    public const int BatchEntriesMax = 1_000;

    /// <summary>Bytes of a signed checkpoint: room for 16 signatures, as C2SP signed-note asks.</summary>
    public const int CheckpointBytesMax = 8 * 1024;

    /// <summary>
    /// Keys that sign one head: the one in force and those before it whose validity has not ended. More rotations than
    /// that within two years leave behind whoever slept through all of them.
    /// </summary>
    public const int CheckpointKeysMax = 4;

    /// <summary>Bytes of a signed descriptor: some endpoints, keys, roots and names in six languages.</summary>
    public const int DescriptorBytesMax = 64 * 1024;

    /// <summary>
    /// Bytes of all versions of a descriptor together: over a hundred of the usual 2 KiB, one a year or after a fault.
    /// </summary>
    public const int DescriptorHistoryBytesMax = 256 * 1024;

    /// <summary>Digests in one entry: every field and every element of the largest record version.</summary>
    public const int DisclosuresMax = ListElementsMax + 128;

    /// <summary>Levels of nesting of JSON in a statement: content is at most five deep.</summary>
    public const int JsonDepthMax = 16;

    /// <summary>
    /// How far the date of a checkpoint may lie ahead of our clock. Wide, since a wrong clock must not hold back an
    /// urgent message; a smaller difference is for the caller to show (<c>VerifiedHead.SignedAt</c>).
    /// </summary>
    public static readonly TimeSpan CheckpointAheadMax = TimeSpan.FromHours(24);

    /// <summary>Longest life of a descriptor: keys are looked at again at least every second year.</summary>
    public static readonly TimeSpan DescriptorLifeMax = TimeSpan.FromDays(731);
}
