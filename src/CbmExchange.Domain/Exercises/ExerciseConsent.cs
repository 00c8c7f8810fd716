using CbmExchange.Domain.Records;

namespace CbmExchange.Domain.Exercises;

/// <summary>What a State whom an exercise names says of taking part.</summary>
/// <param name="Participant">Who says it, of itself.</param>
/// <param name="Announcement">The director's record.</param>
/// <param name="IsGiven">False: it declines, which is ordinary.</param>
public sealed record ExerciseConsent(ParticipantId Participant, RecordId Announcement, bool IsGiven)
{
    /// <summary>Code of the record type.</summary>
    public const string RecordType = "exercise-consent";

    /// <summary>Code of the answer that lets traffic go to its author.</summary>
    public const string Consents = "consents";

    /// <summary>The consent in a record; null for a record that is none.</summary>
    public static ExerciseConsent? Of(RecordHeader header, RecordContent content) =>
        header.RecordType == RecordType
        && Json.String(content.Claims, "announcementId") is { } announcement
        && Json.String(content.Claims, "answer") is { } answer
            ? new ExerciseConsent(header.Originator, new RecordId(announcement), answer == Consents)
            : null;
}
