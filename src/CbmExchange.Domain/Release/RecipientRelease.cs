using System.Collections.Immutable;
using CbmExchange.Domain.Participants;
using CbmExchange.Domain.Records;

namespace CbmExchange.Domain.Release;

/// <summary>What one recipient is given by a release: exactly one entry in its stream.</summary>
public sealed record RecipientRelease
{
    /// <summary>Who gets it.</summary>
    public required ParticipantId Participant { get; init; }

    /// <summary>
    /// The claims disclosed, in document order. The path of a list field stands for the list itself without elements;
    /// each disclosed element has a path of its own. Always-disclosed header claims are not listed.
    /// </summary>
    public required ImmutableArray<ClaimPath> Paths { get; init; }

    /// <summary>How it may be used.</summary>
    public required Marking Marking { get; init; }

    /// <summary>Code of <see cref="EntryKinds"/>.</summary>
    public required string Kind { get; init; }

    /// <summary>The last version that this recipient was given; null for the first, and when the version is the
    /// same.</summary>
    public ContentHash? Replaces { get; init; }

    /// <summary>Records that the disclosed part refers to and that this recipient holds.</summary>
    public ImmutableArray<RecordId> RelatesTo { get; init; } = [];

    /// <summary>The recipients, when the originator chose to show them; otherwise empty.</summary>
    public ImmutableArray<ParticipantId> Audience { get; init; } = [];

    /// <summary>
    /// When it was taken out before, where it stays out and is corrected only (decision 0020). It knows that already.
    /// </summary>
    public DateTimeOffset? NarrowedAt { get; init; }
}

/// <summary>What a body meant when it was released to.</summary>
/// <param name="Body">The body.</param>
/// <param name="Members">Its members at that moment, without exclusions applied.</param>
public sealed record BodyResolution(BodyId Body, ImmutableArray<ParticipantId> Members);

/// <summary>The last version that a holder was given and is now asked not to use.</summary>
/// <param name="Participant">Who holds it.</param>
/// <param name="LastGiven">The version.</param>
public sealed record RecipientWithdrawal(ParticipantId Participant, ContentHash LastGiven);
