namespace CbmExchange.Domain.Cases;

/// <summary>
/// The one word for the furthest that is known about a message and a recipient. It never says more than what was
/// received says, and nothing about a State.
/// </summary>
public static class ReceiptWords
{
    /// <summary>Queued: it stands in the recipient's stream; whether it was fetched is not known.</summary>
    public const string Queued = "waiting";

    /// <summary>Sent: the recipient's node fetched it.</summary>
    public const string Sent = "fetched";

    /// <summary>The recipient's node verified and stored it.</summary>
    public const string Delivered = "delivered";

    /// <summary>A person confirmed receipt.</summary>
    public const string Acknowledged = "acknowledged";

    /// <summary>
    /// The word. Of an answer and a decline the later one counts; an office that said "not here" counts until a person
    /// for whom it is says anything.
    /// </summary>
    public static string Of(RecipientReceipts known) =>
        known switch
        {
            { DeclinedAt: { } declined } when known.RespondedAt is not { } at || at < declined =>
                AnswerStanding.Declined,
            { RespondedAt: not null } => AnswerStanding.Responded,
            { HoldingAt: not null } => AnswerStanding.Holding,
            { WrongOfficeAt: not null, IsAnsweredByPerson: false } => AnswerStanding.WrongOffice,
            { AcknowledgedAt: not null } => Acknowledged,
            { DeliveredAt: not null } => Delivered,
            { SentAt: not null } => Sent,
            _ => Queued,
        };
}
