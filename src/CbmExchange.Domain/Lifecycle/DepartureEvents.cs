using System.Collections.Immutable;
using CbmExchange.Domain.Records;
using CbmExchange.Domain.Release;

namespace CbmExchange.Domain.Lifecycle;

/// <summary>
/// A release was decided and leaves later, unless it is recalled: nothing is in any peer stream yet. It is decided
/// again when it leaves, and then gives nobody more than stands here (decision 0026).
/// </summary>
/// <param name="RecordId">The record.</param>
/// <param name="Version">Stays home.</param>
/// <param name="ContentHash">The version, as peers will see it.</param>
/// <param name="Grants">The decision as given.</param>
/// <param name="Recipients">What the officer was shown: the most that leaves.</param>
/// <param name="Correction">Set when the version puts right what an earlier one said.</param>
/// <param name="InfrastructureOverrideReason">As in <see cref="RecordReleased"/>.</param>
/// <param name="LeavesAt">When it leaves.</param>
/// <param name="Officer">Who released.</param>
/// <param name="At">When it was decided.</param>
[EventAlias("release_scheduled")]
public sealed record ReleaseScheduled(
    RecordId RecordId,
    int Version,
    ContentHash ContentHash,
    ImmutableArray<ReleaseGrant> Grants,
    ImmutableArray<RecipientRelease> Recipients,
    CorrectionReason? Correction,
    string? InfrastructureOverrideReason,
    DateTimeOffset LeavesAt,
    OfficerId Officer,
    DateTimeOffset At
) : IEvent
{
    /// <summary>What the release said that the record quotes: asked again when it leaves.</summary>
    public ImmutableArray<Quote> Quotes { get; init; } = [];

    /// <summary>What the world would be given; null when the release does not name it.</summary>
    public PublicRelease? Public { get; init; }
}

/// <summary>A release that waited was taken back before anything left.</summary>
[EventAlias("release_recalled")]
public sealed record ReleaseRecalled(RecordId RecordId, OfficerId Officer, DateTimeOffset At) : IEvent;

/// <summary>A release that waited did not leave: when its time came, the rules no longer allowed it.</summary>
/// <param name="RecordId">The record.</param>
/// <param name="Reason">The reason code of the refusal.</param>
/// <param name="At">When.</param>
[EventAlias("release_stopped")]
public sealed record ReleaseStopped(RecordId RecordId, string Reason, DateTimeOffset At) : IEvent;

/// <summary>
/// One person cleared or released what they wrote, as the policy of a small State allows (domain.md §4.21 row 33).
/// It stays in the node.
/// </summary>
/// <param name="RecordId">The record.</param>
/// <param name="Version">Stays home.</param>
/// <param name="Act">clear or release.</param>
/// <param name="Officer">Who acted.</param>
/// <param name="At">When.</param>
[EventAlias("single_person_used")]
public sealed record SinglePersonUsed(RecordId RecordId, int Version, string Act, OfficerId Officer, DateTimeOffset At)
    : IEvent;
