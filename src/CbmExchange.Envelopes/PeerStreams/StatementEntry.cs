using System.Collections.Immutable;
using CbmExchange.Contracts.Sync.V1;
using CbmExchange.Domain;
using CbmExchange.Domain.Records;
using CbmExchange.Envelopes.Statements;

namespace CbmExchange.Envelopes.PeerStreams;

/// <summary>What goes into an entry that carries a statement: all that differs per recipient and release.</summary>
public sealed record StatementEntry
{
    /// <summary>released, corrected, widened or message; for an acknowledgement it is not read.</summary>
    public required string Kind { get; init; }

    /// <summary>The signed version.</summary>
    public required IssuedStatement Statement { get; init; }

    /// <summary>Exactly what this recipient is shown (see <see cref="IssuedStatement.Select"/>).</summary>
    public required ImmutableArray<ClaimPath> Paths { get; init; }

    /// <summary>How it may be used.</summary>
    public required Marking Marking { get; init; }

    /// <summary>When it was released.</summary>
    public required DateTimeOffset ReleasedAt { get; init; }

    /// <summary>The last version that this recipient was given; null for the first.</summary>
    public ContentHash? Replaces { get; init; }

    /// <summary>Records it refers to, as far as this recipient holds them.</summary>
    public ImmutableArray<RecordId> RelatesTo { get; init; } = [];

    /// <summary>The audience; empty unless the originator shows it.</summary>
    public ImmutableArray<ParticipantId> Audience { get; init; } = [];

    /// <summary>What the version puts right; for kind corrected only.</summary>
    public Correction? Correction { get; init; }

    /// <summary>When the release was narrowed, where it stays so; for kind corrected only.</summary>
    public DateTimeOffset? NarrowedAt { get; init; }
}
