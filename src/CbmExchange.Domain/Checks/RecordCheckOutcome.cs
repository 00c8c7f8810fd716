using CbmExchange.Domain.Officers;

namespace CbmExchange.Domain.Checks;

/// <summary>An officer who tried a channel says what came of it.</summary>
/// <param name="Actor">Who.</param>
/// <param name="Participant">Which State.</param>
/// <param name="Channel">Which channel.</param>
/// <param name="Result">Code of list check-result.</param>
/// <param name="TriedAt">When; null for now.</param>
/// <param name="Note">In the officer's words; empty for none.</param>
public sealed record RecordCheckOutcome(
    Actor Actor,
    ParticipantId Participant,
    string Channel,
    string Result,
    DateTimeOffset? TriedAt,
    string Note
);
