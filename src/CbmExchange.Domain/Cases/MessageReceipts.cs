using System.Collections.Immutable;

namespace CbmExchange.Domain.Cases;

/// <summary>
/// Facts about a message and one recipient, separate and never mixed (design §6): each has its own time or none. A
/// later
/// fact does not imply an earlier one: a response without an acknowledgement is possible.
/// </summary>
/// <param name="QueuedAt">Released: the entry stands in the recipient's stream.</param>
/// <param name="SentAt">The recipient's node fetched the entry.</param>
/// <param name="DeliveredAt">The recipient's node says it stored and verified it (machine fact).</param>
/// <param name="AcknowledgedAt">A human confirmed receipt; no agreement is implied.</param>
/// <param name="RespondedAt">A substantive or holding answer came.</param>
/// <param name="DeclinedAt">The State says it will not answer: a legitimate outcome.</param>
/// <param name="Desks">Desks that acknowledged; one each.</param>
public sealed record RecipientReceipts(
    DateTimeOffset? QueuedAt = null,
    DateTimeOffset? SentAt = null,
    DateTimeOffset? DeliveredAt = null,
    DateTimeOffset? AcknowledgedAt = null,
    DateTimeOffset? RespondedAt = null,
    DateTimeOffset? DeclinedAt = null
)
{
    /// <summary>A holding reply came: a person has it, an answer follows.</summary>
    public DateTimeOffset? HoldingAt { get; init; }

    /// <summary>
    /// An office said that the message is not for it: whom it is for has not confirmed it (domain.md §4.21 row 21).
    /// </summary>
    public DateTimeOffset? WrongOfficeAt { get; init; }

    /// <summary>True when a person for whom it is has confirmed, answered or declined.</summary>
    public bool IsAnsweredByPerson =>
        RespondedAt is not null
        || DeclinedAt is not null
        || HoldingAt is not null
        || (AcknowledgedAt is { } at && (WrongOfficeAt is not { } wrong || wrong < at));

    /// <summary>Desks that acknowledged; one each.</summary>
    public ImmutableSortedSet<string> Desks { get; init; } = ImmutableSortedSet.Create<string>(StringComparer.Ordinal);
}

/// <summary>What was learned.</summary>
/// <param name="Recipient">About whom.</param>
/// <param name="Level">queued, sent, delivered, acknowledged, or how an answer stands (<see cref="AnswerStanding"/>);
/// others are kept out.</param>
/// <param name="At">When, as the fact states it.</param>
/// <param name="Desk">The desk that acknowledged.</param>
public sealed record ReceiptFact(ParticipantId Recipient, string Level, DateTimeOffset At, string? Desk = null);

/// <summary>The facts about one message, folded in any order: the earliest time of each fact stands.</summary>
public sealed record MessageReceipts
{
    /// <summary>Nothing known.</summary>
    public static MessageReceipts Empty { get; } = new();

    /// <summary>Facts by recipient.</summary>
    public ImmutableSortedDictionary<ParticipantId, RecipientReceipts> Recipients { get; init; } =
        ImmutableSortedDictionary<ParticipantId, RecipientReceipts>.Empty;

    /// <summary>Adds one fact; a repeat changes nothing.</summary>
    public MessageReceipts Apply(ReceiptFact fact)
    {
        var known = Recipients.GetValueOrDefault(fact.Recipient, new RecipientReceipts());
        var next = fact.Level switch
        {
            "queued" => known with { QueuedAt = Earlier(known.QueuedAt, fact.At) },
            "sent" => known with { SentAt = Earlier(known.SentAt, fact.At) },
            "delivered" => known with { DeliveredAt = Earlier(known.DeliveredAt, fact.At) },
            "acknowledged" => known with
            {
                AcknowledgedAt = Earlier(known.AcknowledgedAt, fact.At),
                Desks = fact.Desk is { } desk ? known.Desks.Add(desk) : known.Desks,
            },
            AnswerStanding.Responded => known with { RespondedAt = Earlier(known.RespondedAt, fact.At) },
            AnswerStanding.Declined => known with { DeclinedAt = Earlier(known.DeclinedAt, fact.At) },
            AnswerStanding.Holding => known with { HoldingAt = Earlier(known.HoldingAt, fact.At) },
            AnswerStanding.WrongOffice => known with { WrongOfficeAt = Earlier(known.WrongOfficeAt, fact.At) },
            _ => known,
        };
        return this with { Recipients = Recipients.SetItem(fact.Recipient, next) };
    }

    private static DateTimeOffset Earlier(DateTimeOffset? known, DateTimeOffset at) =>
        known is { } one && one <= at ? one : at;
}
