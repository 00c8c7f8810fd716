using System.Collections.Immutable;
using CbmExchange.Domain;
using CbmExchange.Domain.Cases;
using CbmExchange.Domain.Records;
using CbmExchange.Domain.Release;

namespace CbmExchange.Store.Records;

/// <summary>What one recipient was given of an own record, and what is known about its arrival.</summary>
public sealed record RecipientRow
{
    /// <summary>The record.</summary>
    public required RecordId RecordId { get; init; }

    /// <summary>Its type.</summary>
    public required string RecordType { get; init; }

    /// <summary>Who was given it.</summary>
    public required ParticipantId Participant { get; init; }

    /// <summary>The version given last.</summary>
    public required ContentHash ContentHash { get; init; }

    /// <summary>The parts given.</summary>
    public required ImmutableArray<ClaimPath> Paths { get; init; }

    /// <summary>The version in full: what was given is the part of it that <see cref="Paths"/> names.</summary>
    public required RecordContent Version { get; init; }

    /// <summary>How it may be used.</summary>
    public required Marking Marking { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset ReleasedAt { get; init; }

    /// <summary>When it was withdrawn.</summary>
    public required DateTimeOffset? WithdrawnAt { get; init; }

    /// <summary>When it was taken out of the release; null while it is in it.</summary>
    public required DateTimeOffset? NarrowedAt { get; init; }

    /// <summary>Its node stored and verified it: a machine fact, for messages only.</summary>
    public required DateTimeOffset? DeliveredAt { get; init; }

    /// <summary>A human confirmed receipt.</summary>
    public required DateTimeOffset? AcknowledgedAt { get; init; }

    /// <summary>Which desk confirmed.</summary>
    public required string? DutyDesk { get; init; }

    /// <summary>Record id of that acknowledgement.</summary>
    public required string? AcknowledgementId { get; init; }

    /// <summary>Answers that arrived, each kind at its first time; what each said last can be read.</summary>
    public required ImmutableArray<AnswerRow> Answers { get; init; }

    /// <summary>All of it as the facts that Domain tells apart.</summary>
    public RecipientReceipts Receipts =>
        new(QueuedAt: ReleasedAt, DeliveredAt: DeliveredAt, AcknowledgedAt: AcknowledgedAt)
        {
            RespondedAt = AtOf(AnswerStanding.Responded),
            DeclinedAt = AtOf(AnswerStanding.Declined),
            HoldingAt = AtOf(AnswerStanding.Holding),
            WrongOfficeAt = AtOf(AnswerStanding.WrongOffice),
        };

    private DateTimeOffset? AtOf(string standing) =>
        Answers.FirstOrDefault(answer => answer.Standing == standing)?.At;
}
