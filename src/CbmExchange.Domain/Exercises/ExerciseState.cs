using System.Collections.Immutable;
using CbmExchange.Domain.Records;

namespace CbmExchange.Domain.Exercises;

/// <summary>
/// An exercise as its director announced it, with the director's notices so far. Two directors may use one id: each has
/// an exercise of its own, and a notice of one says nothing about the other's.
/// </summary>
public sealed record ExerciseState
{
    /// <summary>Code of the record type.</summary>
    public const string RecordType = "exercise";

    /// <summary>The context of all that belongs to an exercise.</summary>
    public const string Context = "exercise";

    /// <summary>What its records state as exerciseId.</summary>
    public required string ExerciseId { get; init; }

    /// <summary>Who directs: the originator of its record.</summary>
    public required ParticipantId Director { get; init; }

    /// <summary>The record that announced it.</summary>
    public required RecordId RecordId { get; init; }

    /// <summary>Those whom its director named, as far as this node was told.</summary>
    public required ImmutableArray<ParticipantId> Participants { get; init; }

    /// <summary>Those of them whose consent is recorded here.</summary>
    public ImmutableArray<ParticipantId> Consented { get; init; } = [];

    /// <summary>Those of them who declined.</summary>
    public ImmutableArray<ParticipantId> Declined { get; init; } = [];

    /// <summary>Nothing of it before.</summary>
    public required DateTimeOffset StartsAt { get; init; }

    /// <summary>Nothing of it after.</summary>
    public required DateTimeOffset EndsAt { get; init; }

    /// <summary>True when the director withdrew it.</summary>
    public bool IsCalledOff { get; init; }

    /// <summary>True when the director took this node out of it.</summary>
    public bool IsTakenOut { get; init; }

    /// <summary>When the director ended it before its limit.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Since when the director paused it.</summary>
    public DateTimeOffset? PausedAt { get; init; }

    /// <summary>True when it is paused for a real event.</summary>
    public bool IsPausedForRealEvent { get; init; }

    /// <summary>The last moment at which it ran or can run.</summary>
    public DateTimeOffset LastMoment => EndedAt ?? EndsAt;

    /// <summary>
    /// The exercise that a record announces; null when the record announces none, or not as its director: nobody
    /// announces an exercise for another.
    /// </summary>
    public static ExerciseState? Of(RecordHeader header, RecordContent content)
    {
        var claims = content.Claims;
        return header.RecordType == RecordType
            && (header.ExerciseId ?? Json.String(claims, "exerciseId")) is { } id
            && (Json.String(claims, "directorId") is not { } director || director == header.Originator.Value)
            && Json.Time(claims, "startsAt") is { } startsAt
            && Json.Time(claims, "endsAt") is { } endsAt
            ? new ExerciseState
            {
                ExerciseId = id,
                Director = header.Originator,
                RecordId = header.RecordId,
                Participants =
                [
                    .. Json.List(claims, "participants")
                        .Select(one => Json.String(one, "participantId"))
                        .OfType<string>()
                        .Select(one => new ParticipantId(one)),
                ],
                StartsAt = startsAt,
                EndsAt = endsAt,
            }
            : null;
    }

    /// <summary>True for the director and for those whom it named.</summary>
    public bool Includes(ParticipantId participant) =>
        participant == Director || Participants.Contains(participant);

    /// <summary>
    /// True for the director, and for those named whose consent is recorded here: only they play (decision 0039).
    /// </summary>
    public bool Plays(ParticipantId participant) =>
        participant == Director || (Participants.Contains(participant) && Consented.Contains(participant));

    /// <summary>After what somebody said of taking part; the last word stands.</summary>
    public ExerciseState After(ExerciseConsent said) =>
        said.Announcement != RecordId || !Participants.Contains(said.Participant)
            ? this
            : this with
            {
                Consented = With(Consented.Remove(said.Participant), said, said.IsGiven),
                Declined = With(Declined.Remove(said.Participant), said, !said.IsGiven),
            };

    /// <summary>After a notice; another's notice, and an unknown one, leaves it as it is.</summary>
    public ExerciseState After(ExerciseNotice notice) =>
        notice.Director != Director || EndedAt is not null
            ? this
            : notice.Kind switch
            {
                ExerciseNotice.Pause or ExerciseNotice.NoDuff => this with
                {
                    PausedAt = PausedAt ?? notice.At,
                    IsPausedForRealEvent = IsPausedForRealEvent || notice.Kind == ExerciseNotice.NoDuff,
                },
                ExerciseNotice.Resume => this with { PausedAt = null, IsPausedForRealEvent = false },
                ExerciseNotice.EndEarly => this with { EndedAt = notice.At },
                _ => this,
            };

    /// <summary>Where it stands at a moment, by what is known now.</summary>
    public string PhaseAt(DateTimeOffset at) =>
        IsCalledOff ? ExercisePhases.CalledOff
        : EndedAt is not null || at >= EndsAt ? ExercisePhases.Over
        : at < StartsAt ? ExercisePhases.Announced
        : PausedAt is not null ? ExercisePhases.Paused
        : ExercisePhases.Running;

    private static ImmutableArray<ParticipantId> With(
        ImmutableArray<ParticipantId> others, ExerciseConsent said, bool isAdded) =>
        isAdded ? others.Add(said.Participant) : others;
}
