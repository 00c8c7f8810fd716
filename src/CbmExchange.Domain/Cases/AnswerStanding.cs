using CbmExchange.Domain.Records;

namespace CbmExchange.Domain.Cases;

/// <summary>What an answer means for the message that it answers: one of four things that are never mixed.</summary>
public static class AnswerStanding
{
    /// <summary>It says something on the matter.</summary>
    public const string Responded = "responded";

    /// <summary>A person has it, an answer follows.</summary>
    public const string Holding = "holding-reply";

    /// <summary>The State says that it will not answer: a legitimate outcome.</summary>
    public const string Declined = "declined";

    /// <summary>The office that got it is not the right one; the sender goes on looking for a receipt.</summary>
    public const string WrongOffice = "wrong-office";

    /// <summary>How a record stands to the message that it answers; null when it answers none.</summary>
    public static string? Of(string recordType, RecordContent content)
    {
        if (RecordCatalogue.Find(recordType) is not { IsAnswer: true })
        {
            return null;
        }

        var claims = content.Claims;
        return (Json.String(claims, "kind"), Json.String(claims, "canAssist")) switch
        {
            ("decline", _) or (_, "no") => Declined,
            (PhraseReply.HoldingKind, _) when Json.String(claims, PhraseReply.PhraseField) == PhraseReply.WrongOffice =>
                WrongOffice,
            (PhraseReply.HoldingKind, _) or (_, "under-consideration") => Holding,
            _ => Responded,
        };
    }
}
