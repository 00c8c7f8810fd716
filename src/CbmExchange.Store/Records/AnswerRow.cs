using CbmExchange.Domain;

namespace CbmExchange.Store.Records;

/// <summary>Answers of one kind by one recipient, or the last one of this node.</summary>
/// <param name="Standing">Which kind (<see cref="Domain.Cases.AnswerStanding"/>).</param>
/// <param name="At">When the first of them was stored here, a late one as well; of an own one when it left.</param>
/// <param name="RecordId">The last of them.</param>
/// <param name="AnswerBy">For a holding reply: when an answer is expected.</param>
public sealed record AnswerRow(string Standing, DateTimeOffset At, RecordId RecordId, DateTimeOffset? AnswerBy);
