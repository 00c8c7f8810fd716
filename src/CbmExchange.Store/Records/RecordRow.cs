using System.Collections.Immutable;
using CbmExchange.Domain;
using CbmExchange.Domain.Records;
using CbmExchange.Domain.Release;
using CbmExchange.Store.Readings;

namespace CbmExchange.Store.Records;

/// <summary>
/// A record that may be shown: an own published one, or a peer's as far as it was disclosed to this node.
/// </summary>
public sealed record RecordRow
{
    /// <summary>What is always disclosed.</summary>
    public required RecordHeader Header { get; init; }

    /// <summary>True for a record of this node.</summary>
    public required bool IsOwn { get; init; }

    /// <summary>The content; of a held record the disclosed part.</summary>
    public required RecordContent Content { get; init; }

    /// <summary>Paths held; empty for own records, which hold all.</summary>
    public required ImmutableArray<string> ClaimPaths { get; init; }

    /// <summary>The version.</summary>
    public required ContentHash ContentHash { get; init; }

    /// <summary>Stated by the originator for this node; null for own records.</summary>
    public required Marking? Marking { get; init; }

    /// <summary>published or withdrawn.</summary>
    public required string State { get; init; }

    /// <summary>Human-quotable; null when it was not disclosed.</summary>
    public required string? ReferenceNumber { get; init; }

    /// <summary>In words.</summary>
    public required string Signature { get; init; }

    /// <summary>By the originator's clock.</summary>
    public required DateTimeOffset ReleasedAt { get; init; }

    /// <summary>By this node's clock.</summary>
    public required DateTimeOffset StoredAt { get; init; }

    /// <summary>Reason class of the withdrawal, when withdrawn.</summary>
    public string? WithdrawalReason { get; init; }

    /// <summary>stop-using or stop-using-and-delete, when withdrawn.</summary>
    public string? WithdrawalRequest { get; init; }

    /// <summary>When it was withdrawn, by the originator's clock.</summary>
    public DateTimeOffset? WithdrawnAt { get; init; }

    /// <summary>When the originator took this participant out of the release; null while it is in it.</summary>
    public DateTimeOffset? NarrowedAt { get; init; }

    /// <summary>Where it changed last.</summary>
    public required ReadingPlace Place { get; init; }
}
