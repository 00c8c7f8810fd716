using CbmExchange.Domain;

namespace CbmExchange.Verify;

/// <summary>What is to be checked, and against what.</summary>
public sealed record StreamCheck
{
    /// <summary>
    /// Signed descriptors of the originator, oldest first, each by itself or all in one piece. Whoever checks MUST have
    /// compared the phrase of the last one with its owner: the report prints it.
    /// </summary>
    public required IReadOnlyList<ReadOnlyMemory<byte>> Descriptors { get; init; }

    /// <summary>Length-delimited <c>cbm.sync.v1.EntryBatch</c> messages, from the first entry on. Read once.</summary>
    public required Stream Batches { get; init; }

    /// <summary>To whom the stream must be written; null: whom its signed checkpoints name.</summary>
    public ParticipantId? Recipient { get; init; }

    /// <summary>Which generation it must be; null: the one that its signed checkpoints name.</summary>
    public int? Generation { get; init; }

    /// <summary>The moment at which the check is made.</summary>
    public required DateTimeOffset Now { get; init; }
}
