using System.Collections.Immutable;
using System.Text.Json;
using CbmExchange.Domain.Contacts;
using CbmExchange.Domain.Officers;
using CbmExchange.Domain.Records;
using CbmExchange.Domain.Release;

namespace CbmExchange.Domain.Lifecycle;

/// <summary>What every command on a record says.</summary>
public abstract record RecordCommand
{
    /// <summary>Who commands.</summary>
    public required Actor Actor { get; init; }

    /// <summary>The stream version the caller read; null accepts any. Another one held is a VersionConflict.</summary>
    public StreamVersion? Expected { get; init; }
}

/// <summary>Begins a record.</summary>
public sealed record DraftRecord : RecordCommand
{
    /// <summary>The header; its originator MUST be this node's participant.</summary>
    public required RecordHeader Header { get; init; }

    /// <summary>The content without what the node sets (referenceNumber, authoredAt).</summary>
    public required RecordContent Content { get; init; }

    /// <summary>Required for acknowledgement and response, else absent.</summary>
    public ReplyTarget? InReplyTo { get; init; }
}

/// <summary>Writes the working version anew, or begins the next version of a cleared or released record.</summary>
public sealed record ReviseRecord : RecordCommand
{
    /// <summary>The whole content, as it shall read.</summary>
    public required RecordContent Content { get; init; }

    /// <summary>Null keeps them.</summary>
    public ImmutableArray<string>? AuthoritativeLanguages { get; init; }
}

/// <summary>Hands the working version to the releasing authority.</summary>
public sealed record SubmitRecord : RecordCommand;

/// <summary>Gives it back with a reason.</summary>
public sealed record ReturnRecord : RecordCommand
{
    /// <summary>At most 2,000 characters; stays home.</summary>
    public required string Reason { get; init; }
}

/// <summary>Names a contact (nominating authority).</summary>
public sealed record NominateContact : RecordCommand
{
    /// <summary>The act.</summary>
    public required Nomination Nomination { get; init; }
}

/// <summary>Confirms an own contact as it stands.</summary>
public sealed record ConfirmContact : RecordCommand
{
    /// <summary>Channels that were looked at; empty for all.</summary>
    public ImmutableArray<string> ChannelIds { get; init; } = [];
}

/// <summary>Confirms an own document as it stands.</summary>
public sealed record ConfirmDocument : RecordCommand;

/// <summary>Says that a contact does not answer for a time, or that it answers again.</summary>
public sealed record SetAvailability : RecordCommand
{
    /// <summary>Null: it answers again, and nothing is stated any more.</summary>
    public required PeriodView? Unavailable { get; init; }

    /// <summary>The own contact that stands in; null for none.</summary>
    public RecordId? Replacement { get; init; }
}

/// <summary>Begins a change of hands: to another contact, or among the persons of the office.</summary>
public sealed record BeginHandover : RecordCommand
{
    /// <summary>The days on which both can be reached.</summary>
    public required PeriodView Overlap { get; init; }

    /// <summary>The own contact that follows; null where persons change.</summary>
    public RecordId? Successor { get; init; }

    /// <summary>Ids of persons who leave.</summary>
    public ImmutableArray<string> Leaving { get; init; } = [];

    /// <summary>Persons who follow, as elements of <c>persons</c>.</summary>
    public ImmutableArray<JsonElement> Following { get; init; } = [];
}

/// <summary>Closes a change of hands whose days are past: who left is no longer in the contact.</summary>
public sealed record CompleteHandover : RecordCommand;

/// <summary>Ends a contact (nominating authority); everyone who received it is told.</summary>
public sealed record EndContact : RecordCommand
{
    /// <summary>The reference of the act.</summary>
    public required string RemovalReference { get; init; }
}

/// <summary>Clears the working version. Comes in two steps because the signature lies between them.</summary>
public sealed record ClearRecord : RecordCommand
{
    /// <summary>Set by a duty officer who acts alone on an urgent message.</summary>
    public string? BreakGlassReason { get; init; }
}

/// <summary>What Envelopes made of the version to be cleared.</summary>
public sealed record SignedVersion(
    ContentHash ContentHash,
    string Statement,
    ImmutableArray<ClaimDisclosure> Disclosures
);

/// <summary>Releases the newest cleared version.</summary>
public sealed record ReleaseRecord : RecordCommand
{
    /// <summary>Audience, marking and parts; at least one grant.</summary>
    public required ImmutableArray<ReleaseGrant> Grants { get; init; }

    /// <summary>Set when this version puts right an earlier one: it then goes to everyone who ever received.</summary>
    public CorrectionReason? Correction { get; init; }

    /// <summary>Set by a duty officer who acts alone on an urgent message.</summary>
    public string? BreakGlassReason { get; init; }

    /// <summary>Items of others that the record quotes; <see cref="ReleaseSetting.Quoted"/> says what binds.</summary>
    public ImmutableArray<Quote> Quotes { get; init; } = [];

    /// <summary>Why infrastructureObservedIn may go to others than those named in it.</summary>
    public string? InfrastructureOverrideReason { get; init; }
}

/// <summary>Stops later versions for recipients and asks them to delete.</summary>
public sealed record NarrowRelease : RecordCommand
{
    /// <summary>Each MUST have received the record.</summary>
    public required ImmutableArray<ParticipantId> Participants { get; init; }
}

/// <summary>Withdraws the record.</summary>
public sealed record WithdrawRecord : RecordCommand
{
    /// <summary>Code of list withdrawal-reason.</summary>
    public required string ReasonClass { get; init; }

    /// <summary>stop-using or stop-using-and-delete.</summary>
    public required string Request { get; init; }
}

/// <summary>Gives up the working version.</summary>
public sealed record AbandonRecord : RecordCommand;

/// <summary>Closes the review of a use of break-glass.</summary>
public sealed record ReviewBreakGlass : RecordCommand
{
    /// <summary>At most 2,000 characters; stays home.</summary>
    public required string Finding { get; init; }
}

/// <summary>Takes back a release that waits to leave.</summary>
public sealed record RecallRelease : RecordCommand;
