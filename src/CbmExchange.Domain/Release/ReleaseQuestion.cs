using System.Collections.Immutable;
using CbmExchange.Domain.Exercises;
using CbmExchange.Domain.Participants;
using CbmExchange.Domain.Records;

namespace CbmExchange.Domain.Release;

/// <summary>An item of another participant that a record embeds or answers.</summary>
/// <param name="RecordId">The item.</param>
/// <param name="Originator">Whose it is: it may always be told.</param>
/// <param name="Onward">The onward rule under which this node holds it (<see cref="OnwardSharing"/>).</param>
public sealed record QuotedItem(RecordId RecordId, ParticipantId Originator, string Onward)
{
    /// <summary>The label under which this node holds it; null: not known.</summary>
    public string? Tlp { get; init; }

    /// <summary>The parts of it that are quoted; empty: all that is held.</summary>
    public ImmutableArray<string> Parts { get; init; } = [];

    /// <summary>What its originator consented to, and has not withdrawn.</summary>
    public ImmutableArray<OnwardConsent> Consents { get; init; } = [];
}

/// <summary>A granted permission to pass an item on (domain.md §4.11: permission-reply).</summary>
/// <param name="To">To whom.</param>
/// <param name="Parts">Which parts of the item were asked for; empty: all.</param>
/// <param name="Tlp">The label asked for; null: none was named.</param>
public sealed record OnwardConsent(
    ImmutableHashSet<ParticipantId> To,
    ImmutableArray<string> Parts,
    string? Tlp
);

/// <summary>What a release says that its record quotes.</summary>
/// <param name="Record">An item of another participant, held here.</param>
/// <param name="Parts">Parts of it; empty: all that is held.</param>
public sealed record Quote(RecordId Record, ImmutableArray<string> Parts);

/// <summary>What the node knows besides the record when it releases; all of it as of one moment.</summary>
public sealed record ReleaseSetting
{
    /// <summary>This node's participant: never a recipient.</summary>
    public required ParticipantId Self { get; init; }

    /// <summary>Participants, bodies, memberships.</summary>
    public required ParticipantsState Participants { get; init; }

    /// <summary>
    /// Which records each recipient holds, ours and its own: pointers to others are stripped. A recipient that is
    /// missing
    /// here holds none.
    /// </summary>
    public ImmutableDictionary<ParticipantId, ImmutableHashSet<RecordId>> Held { get; init; } =
        ImmutableDictionary<ParticipantId, ImmutableHashSet<RecordId>>.Empty;

    /// <summary>Who holds a record of the case that this one states; for others the case is stripped.</summary>
    public ImmutableHashSet<ParticipantId> HoldersOfCase { get; init; } = [];

    /// <summary>True when this node has a public page.</summary>
    public bool HasPublicPage { get; init; }

    /// <summary>Items of others that this record embeds or answers.</summary>
    public ImmutableArray<QuotedItem> Quoted { get; init; } = [];

    /// <summary>Exercises of the record's exercise id that this node knows; none outside an exercise.</summary>
    public ImmutableArray<ExerciseState> Exercises { get; init; } = [];
}

/// <summary>A version and the wish to release it.</summary>
public sealed record ReleaseQuestion
{
    /// <summary>What it is.</summary>
    public required RecordHeader Header { get; init; }

    /// <summary>The content cleared.</summary>
    public required RecordContent Content { get; init; }

    /// <summary>The version, as peers see it.</summary>
    public required ContentHash ContentHash { get; init; }

    /// <summary>Audience, marking and parts.</summary>
    public required ImmutableArray<ReleaseGrant> Grants { get; init; }

    /// <summary>What each recipient was given before; everyone who ever received is here.</summary>
    public required ImmutableSortedDictionary<ParticipantId, GivenVersion> Given { get; init; }

    /// <summary>What the world was given before; null when it was not.</summary>
    public GivenVersion? PublicGiven { get; init; }

    /// <summary>True: everyone who ever received gets it.</summary>
    public bool IsCorrection { get; init; }

    /// <summary>Set to let infrastructureObservedIn go to others than those named in it.</summary>
    public string? InfrastructureOverrideReason { get; init; }
}

/// <summary>Something to think about before confirming.</summary>
/// <param name="Code">Stable code in UPPER_SNAKE.</param>
/// <param name="Sentence">One plain sentence.</param>
/// <param name="Participants">Whom it concerns; may be empty.</param>
public sealed record ReleaseWarning(string Code, string Sentence, ImmutableArray<ParticipantId> Participants);

/// <summary>What a release means for each recipient. Preview shows it; release keeps it.</summary>
public sealed record ReleasePlan
{
    /// <summary>One peer entry each, in the order of participant ids.</summary>
    public required ImmutableArray<RecipientRelease> Recipients { get; init; }

    /// <summary>What the world is given; null when it is not named, or holds just that.</summary>
    public RecipientRelease? Public { get; init; }

    /// <summary>True when nothing leaves.</summary>
    public bool IsEmpty => Recipients.IsEmpty && Public is null;

    /// <summary>What each body meant.</summary>
    public required ImmutableArray<BodyResolution> Bodies { get; init; }

    /// <summary>Recipients for whom nothing changes: no entry in their streams.</summary>
    public required ImmutableArray<ParticipantId> Unchanged { get; init; }

    /// <summary>Shown before confirming.</summary>
    public required ImmutableArray<ReleaseWarning> Warnings { get; init; }
}
