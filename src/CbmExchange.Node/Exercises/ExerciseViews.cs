using System.Globalization;
using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Domain;
using CbmExchange.Domain.Exercises;
using CbmExchange.Node.Participants;
using CbmExchange.Store.Exercises;
using Google.Protobuf.WellKnownTypes;

namespace CbmExchange.Node.Exercises;

/// <summary>Exercises, and what was put aside, as officers read them.</summary>
internal sealed class ExerciseViews(ParticipantTable participants, NodeIdentity self, TimeProvider time)
{
    /// <summary>An exercise as it stands now.</summary>
    public ExerciseView Of(ExerciseState exercise)
    {
        var phase = exercise.PhaseAt(time.GetUtcNow());
        var view = new ExerciseView
        {
            ExerciseId = exercise.ExerciseId,
            RecordId = exercise.RecordId.Value,
            Director = participants.DesignatorOf(exercise.Director),
            StartsAt = exercise.StartsAt.ToTimestamp(),
            EndsAt = exercise.EndsAt.ToTimestamp(),
            Phase = phase,
            PausedAt = exercise.PausedAt?.ToTimestamp(),
            ForRealEvent = exercise.IsPausedForRealEvent,
            EndedAt = exercise.EndedAt?.ToTimestamp(),
            IsDirector = exercise.Director == self.Participant,
            TakesPart = exercise.Includes(self.Participant) && !exercise.IsTakenOut,
            Sentence = Sentence(exercise, phase),
            HasConsented = exercise.Plays(self.Participant) && !exercise.IsTakenOut,
        };
        view.Consented.AddRange(
            exercise.Participants.Where(exercise.Plays).Select(participants.DesignatorOf));
        view.Declined.AddRange(exercise.Declined.Select(participants.DesignatorOf));
        view.Participants.AddRange(exercise.Participants.Select(participants.DesignatorOf));
        return view;
    }

    /// <summary>An entry that was put aside.</summary>
    public AsideItem Of(AsideRow row) =>
        new()
        {
            Originator = participants.DesignatorOf(row.Originator),
            RecordId = row.RecordId.Value,
            RecordType = row.RecordType,
            Context = row.Context,
            ExerciseId = row.ExerciseId,
            Reason = row.Reason,
            Sentence = Sentence(row.Reason),
            StoredAt = row.StoredAt.ToTimestamp(),
            WithdrawnAt = row.WithdrawnAt?.ToTimestamp(),
        };

    private static string Sentence(ExerciseState exercise, string phase) => phase switch
    {
        ExercisePhases.Announced => $"begins {Moment(exercise.StartsAt)}",
        ExercisePhases.Running => $"running until {Moment(exercise.EndsAt)}",
        ExercisePhases.Paused when exercise.IsPausedForRealEvent =>
            $"NO DUFF: paused for a real event since {Moment(exercise.PausedAt!.Value)}",
        ExercisePhases.Paused => $"paused since {Moment(exercise.PausedAt!.Value)}",
        ExercisePhases.CalledOff => "called off by its director",
        _ => $"over since {Moment(exercise.LastMoment)}; archived",
    };

    private static string Sentence(string reason) => reason switch
    {
        AsideReasons.BeforeTheStart => "before the start",
        AsideReasons.AfterTheEnd => "after the end",
        AsideReasons.NotConsented => "this State had not consented to the exercise",
        AsideReasons.SenderNotAParticipant => "its sender does not take part in this exercise",
        AsideReasons.NotTheDirector => "only the director pauses, resumes and ends",
        AsideReasons.ContextNotKnown => "of a context that this node does not know",
        _ => "exercise traffic that this node does not take part in",
    };

    private static string Moment(DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture);
}
