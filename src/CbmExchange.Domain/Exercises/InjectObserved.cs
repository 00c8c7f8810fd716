namespace CbmExchange.Domain.Exercises;

/// <summary>
/// A controller of this node wrote down what a player did about an inject. Stays in this node's own log: no peer is
/// told.
/// </summary>
/// <param name="Inject">The inject.</param>
/// <param name="ExerciseId">Its exercise.</param>
/// <param name="Player">Whom it is about.</param>
/// <param name="Observed">In the controller's words.</param>
/// <param name="ObservedAt">When it was seen.</param>
/// <param name="Officer">Who wrote it down.</param>
/// <param name="At">When it was written down.</param>
[EventAlias("inject_observed")]
public sealed record InjectObserved(
    RecordId Inject,
    string ExerciseId,
    ParticipantId Player,
    string Observed,
    DateTimeOffset ObservedAt,
    OfficerId Officer,
    DateTimeOffset At
) : IEvent;
