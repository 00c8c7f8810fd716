using System.Collections.Immutable;
using CbmExchange.Domain;
using CbmExchange.Domain.Cases;
using CbmExchange.Domain.Records;
using CbmExchange.Domain.Release;
using CbmExchange.Store.Readings;

namespace CbmExchange.Store.Cases;

/// <summary>One version of a message, as it stands in a case.</summary>
public sealed record CaseMessageRow
{
    /// <summary>The case.</summary>
    public required CaseId Case { get; init; }

    /// <summary>What is always disclosed; of the newest version.</summary>
    public required RecordHeader Header { get; init; }

    /// <summary>True for a message of this node.</summary>
    public required bool IsOwn { get; init; }

    /// <summary>The version.</summary>
    public required ContentHash ContentHash { get; init; }

    /// <summary>
    /// What it says; null for an own version that another one took the place of, and for what is gone.
    /// </summary>
    public required RecordContent? Content { get; init; }

    /// <summary>True for the newest version.</summary>
    public required bool IsNewest { get; init; }

    /// <summary>Stated by the originator for this node; null for own records.</summary>
    public required Marking? Marking { get; init; }

    /// <summary>published or withdrawn.</summary>
    public required string State { get; init; }

    /// <summary>When it was withdrawn, by the originator's clock.</summary>
    public required DateTimeOffset? WithdrawnAt { get; init; }

    /// <summary>Human-quotable; null when it was not disclosed.</summary>
    public required string? ReferenceNumber { get; init; }

    /// <summary>In words.</summary>
    public required string Signature { get; init; }

    /// <summary>The message that it answers; null for none.</summary>
    public required RecordId? Answers { get; init; }

    /// <summary>By the originator's clock.</summary>
    public required DateTimeOffset ReleasedAt { get; init; }

    /// <summary>By this node's clock.</summary>
    public required DateTimeOffset StoredAt { get; init; }

    /// <summary>Where it came.</summary>
    public required ReadingPlace Place { get; init; }
}

/// <summary>The first message of a case.</summary>
/// <param name="Header">What is always disclosed.</param>
/// <param name="IsOwn">True for a message of this node.</param>
/// <param name="Content">What it says, as far as it was disclosed.</param>
/// <param name="ReferenceNumber">Human-quotable; null when it was not disclosed.</param>
/// <param name="Labels">TLP labels under which it stands here.</param>
public sealed record CaseFirst(
    RecordHeader Header, bool IsOwn, RecordContent Content, string? ReferenceNumber, ImmutableArray<string> Labels);

/// <summary>A case in a list.</summary>
public sealed record CaseRow
{
    /// <summary>The case.</summary>
    public required CaseId Case { get; init; }

    /// <summary>In the officers' words; null for none.</summary>
    public required string? Title { get; init; }

    /// <summary>actual, exercise, test or system.</summary>
    public required string Context { get; init; }

    /// <summary>Why it is closed; null while it is open.</summary>
    public required string? ClosedReason { get; init; }

    /// <summary>When it was closed.</summary>
    public required DateTimeOffset? ClosedAt { get; init; }

    /// <summary>True when a message came after it was closed.</summary>
    public required bool HasMoved { get; init; }

    /// <summary>Messages that the reader may read; versions of one count once.</summary>
    public required long MessageCount { get; init; }

    /// <summary>3 flash … 0 routine.</summary>
    public required int PrecedenceRank { get; init; }

    /// <summary>Who wrote in it.</summary>
    public required IReadOnlyList<ParticipantId> Originators { get; init; }

    /// <summary>Its first message; null when there is none.</summary>
    public required CaseFirst? First { get; init; }

    /// <summary>When something came last.</summary>
    public required DateTimeOffset ChangedAt { get; init; }

    /// <summary>Its place in the list.</summary>
    public required LogPosition Position { get; init; }
}

/// <summary>A human receipt that is looked for.</summary>
/// <param name="Case">The case.</param>
/// <param name="Header">The own message.</param>
/// <param name="Version">The version that the recipient was given.</param>
/// <param name="ReferenceNumber">Human-quotable.</param>
/// <param name="Precedence">Its precedence code.</param>
/// <param name="Recipient">From whom.</param>
/// <param name="Contact">The contact that the message names for it; null for none.</param>
/// <param name="ReleasedAt">When it was released to it.</param>
/// <param name="DeliveredAt">Its node stored it; null: not known.</param>
public sealed record AwaitedRow(
    CaseId Case,
    RecordHeader Header,
    ContentHash Version,
    string? ReferenceNumber,
    string Precedence,
    ParticipantId Recipient,
    RecordId? Contact,
    DateTimeOffset ReleasedAt,
    DateTimeOffset? DeliveredAt
);

/// <summary>A message or case that a reference may mean.</summary>
/// <param name="Case">The case.</param>
/// <param name="Record">The message; null where the reference is that of the case.</param>
/// <param name="RecordType">Its type.</param>
/// <param name="IsOwn">True for a message of this node.</param>
/// <param name="ReferenceNumber">Its number.</param>
public sealed record CaseHit(CaseId Case, CaseRecord? Record, string RecordType, bool IsOwn, string? ReferenceNumber);
