using System.Collections.Immutable;
using System.Globalization;
using CbmExchange.Domain.Exercises;
using CbmExchange.Domain.Lifecycle;
using CbmExchange.Domain.Records;
using CbmExchange.Domain.Release;
using static CbmExchange.Domain.Tests.Fixture;

namespace CbmExchange.Domain.Tests;

/// <summary>Exercise traffic goes to participants, within the limits; what arrives otherwise is put aside.</summary>
public sealed class ExerciseTests
{
    private const string Id = "EX-1";

    internal static readonly DateTimeOffset Start = Now.AddHours(-1);
    internal static readonly DateTimeOffset End = Now.AddHours(1);

    // XA directs; XB takes part, XC does not.
    internal static readonly ExerciseState Exercise = new()
    {
        ExerciseId = Id,
        Director = Xa,
        RecordId = new RecordId("70000000-0000-4000-8000-0000000000e1"),
        Participants = [Xb],
        Consented = [Xb],
        StartsAt = Start,
        EndsAt = End,
    };

    [Fact]
    public void Whoever_takes_part_is_sent_to_while_the_exercise_runs() =>
        Assert.Null(Send(Now, [Exercise], Xb));

    [Fact]
    public void Whoever_does_not_take_part_is_named_and_nobody_is_sent_to()
    {
        var refused = Send(Now, [Exercise], Xb, Xc)!;

        Assert.Equal("EXERCISE_NOT_A_PARTICIPANT", refused.Reason);
        Assert.Contains("XC", refused.Sentence, StringComparison.Ordinal);
        Assert.DoesNotContain("XB", refused.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void An_exercise_of_which_nothing_is_known_is_refused() =>
        Assert.Equal("EXERCISE_NOT_KNOWN", Send(Now, [], Xb)!.Reason);

    [Fact]
    public void Whoever_does_not_take_part_sends_nothing_in_it() =>
        Assert.Equal("EXERCISE_NOT_A_PARTICIPANT", Send(Now, [Exercise with { Director = Xc }], Xb)!.Reason);

    [Theory]
    [InlineData(-3601, "does not begin before")]
    [InlineData(-3600, null)]
    [InlineData(3599, null)]
    [InlineData(3600, "over since")]
    public void The_limits_are_hard_to_the_second(int seconds, string? sentence)
    {
        var refused = Send(Now.AddSeconds(seconds), [Exercise], Xb);

        Assert.Equal(sentence is null ? null : "EXERCISE_NOT_RUNNING", refused?.Reason);
        Assert.Contains(sentence ?? "", refused?.Sentence ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public void A_pause_stops_the_play_until_the_director_resumes_it()
    {
        var paused = Exercise.After(new ExerciseNotice(Xa, ExerciseNotice.NoDuff, Now));

        Assert.True(paused.IsPausedForRealEvent);
        Assert.Equal("EXERCISE_NOT_RUNNING", Send(Now, [paused], Xb)!.Reason);
        Assert.Null(Send(Now, [paused], "exercise-notice", Xb));
        Assert.Null(Send(Now, [paused.After(new ExerciseNotice(Xa, ExerciseNotice.Resume, Now))], Xb));
    }

    [Fact]
    public void A_release_that_waits_to_leave_does_not_leave_into_a_pause()
    {
        var exercise = Exercise with { ExerciseId = "EX-2027-1" };
        var running = Setting() with { Exercises = [exercise] };
        var paused = Setting() with { Exercises = [exercise.After(new ExerciseNotice(Xa, ExerciseNotice.Pause, Now))] };
        var cleared = Cleared("exercise-inject", Templates.Of("exercise-inject"));
        var release = new ReleaseRecord { Actor = Releaser, Grants = [Grant(AudienceMember.Participant(Xb))] };
        var waiting = RecordDecider.ReleaseOrSchedule(cleared, release, running, Policies.Default, Now).Value.Events
            .Aggregate(cleared, (state, next) => state.Apply(next));

        Assert.IsType<RecordReleased>(Assert.Single(RecordDecider.Leave(waiting, running, Now.AddMinutes(10))));
        var stopped = Assert.IsType<ReleaseStopped>(
            Assert.Single(RecordDecider.Leave(waiting, paused, Now.AddMinutes(10))));
        Assert.Equal("EXERCISE_NOT_RUNNING", stopped.Reason);
    }

    [Fact]
    public void An_end_before_the_limit_is_not_taken_back()
    {
        var ended = Exercise.After(new ExerciseNotice(Xa, ExerciseNotice.EndEarly, Now))
            .After(new ExerciseNotice(Xa, ExerciseNotice.Resume, Now));

        Assert.Equal(ExercisePhases.Over, ended.PhaseAt(Now));
        Assert.Equal("EXERCISE_NOT_RUNNING", Send(Now, [ended], "exercise-notice", Xb)!.Reason);
    }

    [Fact]
    public void A_notice_of_anybody_but_the_director_has_no_effect_and_is_not_sent()
    {
        Assert.Equal(Exercise, Exercise.After(new ExerciseNotice(Xb, ExerciseNotice.EndEarly, Now)));
        Assert.Equal(
            "EXERCISE_DIRECTOR_ONLY",
            Send(Now, [Exercise with { Director = Xc, Participants = [Xa, Xb] }], "exercise-notice", Xb)!.Reason);
    }

    [Fact]
    public void A_correction_reaches_whoever_holds_the_wrong_version_after_the_end_too_and_nobody_else()
    {
        Assert.Null(Send(End, [Exercise], RecordTypes.NationalDocument, isCorrection: true, Xb));
        Assert.Equal(
            "EXERCISE_NOT_RUNNING",
            Send(End, [Exercise], RecordTypes.NationalDocument, isCorrection: true, Xb, Xc)!.Reason);
    }

    [Theory]
    [InlineData("exercise")]
    [InlineData("test")]
    public void Nothing_but_what_is_actual_goes_to_the_public(string context)
    {
        var question = Question(RecordTypes.NationalDocument, Grant(AudienceMember.Public, TlpLabels.Clear));
        var header = question.Header with { Context = context, ExerciseId = context == "exercise" ? Id : null };
        var setting = new ReleaseSetting
        {
            Self = Xa,
            Participants = Fixture.Participants(),
            HasPublicPage = true,
            Exercises = [Exercise],
        };

        Assert.Equal(
            "PUBLIC_ACTUAL_ONLY",
            ReleaseResolver.Plan(question with { Header = header }, setting, Now).Refusal?.Reason);
        Assert.Null(ReleaseResolver.Plan(
            question with { Header = header with { Context = "actual", ExerciseId = null } }, setting, Now).Refusal);
    }

    [Fact]
    public void Two_exercises_of_one_id_do_not_join_their_participants()
    {
        var other = Exercise with { Director = Xc, Participants = [Xa], Consented = [Xa] };

        Assert.Equal("EXERCISE_NOT_A_PARTICIPANT", Send(Now, [Exercise, other], Xb, Xc)!.Reason);
        Assert.Null(Send(Now, [Exercise, other], Xc));
    }

    [Theory]
    [InlineData("a", "b", 0, null)]
    [InlineData("b", "a", 0, null)]
    [InlineData("a", "c", 0, AsideReasons.NotAParticipant)]
    [InlineData("c", "b", 0, AsideReasons.SenderNotAParticipant)]
    [InlineData("a", "b", -3601, AsideReasons.BeforeTheStart)]
    [InlineData("a", "b", 3600, AsideReasons.AfterTheEnd)]
    public void What_arrives_is_judged_by_who_takes_part_and_by_when_it_was_stored(
        string from, string at, int seconds, string? reason) =>
        Assert.Equal(reason, Arrive("incident-notification", Of(from), [Exercise], Of(at), seconds));

    [Fact]
    public void What_arrives_of_an_exercise_that_was_not_announced_is_put_aside() =>
        Assert.Equal(AsideReasons.NotKnown, Arrive("incident-notification", Xa, [], Xb, 0));

    [Fact]
    public void A_notice_arrives_from_the_director_only_and_before_the_start_too()
    {
        var three = Exercise with { Participants = [Xb, Xc] };

        Assert.Null(Arrive("exercise-notice", Xa, [three], Xb, -7200));
        Assert.Equal(AsideReasons.NotTheDirector, Arrive("exercise-notice", Xc, [three], Xb, 0));
    }

    [Fact]
    public void A_context_that_is_not_known_here_is_not_taken_for_an_actual_one() =>
        Assert.Equal(
            AsideReasons.ContextNotKnown,
            ExerciseArrival.ReasonAside(
                Header("advisory") with { Context = "drill" }, Templates.Of("advisory"), [], Xb, Now));

    [Theory]
    [InlineData("actual")]
    [InlineData("test")]
    [InlineData("system")]
    public void Nothing_else_is_ever_put_aside(string context) =>
        Assert.Null(ExerciseArrival.ReasonAside(
            Header("advisory") with { Context = context }, Templates.Of("advisory"), [], Xb, Now));

    [Fact]
    public void An_announcement_says_by_itself_who_takes_part_and_is_the_directors_own()
    {
        var content = With(
            Templates.Of("exercise"),
            ("exerciseId", null),
            ("directorId", $"\"{Xa.Value}\""),
            ("participants", $$"""[{"participantId":"{{Xb.Value}}","consentReference":"n"}]"""));
        var header = Header("exercise") with { Context = "exercise", ExerciseId = "EX-2027-1" };

        Assert.Null(ExerciseArrival.ReasonAside(header, content, [], Xb, Now));
        Assert.Equal(
            AsideReasons.NotAParticipant, ExerciseArrival.ReasonAside(header, content, [], Xc, Now));
        Assert.Null(ExerciseState.Of(header with { Originator = Xb }, content));
        Assert.Equal("EX-2", ExerciseState.Of(header with { ExerciseId = "EX-2" }, content)!.ExerciseId);
    }

    [Fact]
    public void Only_a_subject_that_types_the_word_itself_is_pointed_out()
    {
        var typed = With(
            Templates.Of("advisory"),
            ("subject", """[{"lang":"en","text":"EXERCISE: a fault","status":"authoritative"}]"""));

        Assert.StartsWith(
            "The subject types EXERCISE", Assert.Single(ContentWarnings.Of("advisory", typed)),
            StringComparison.Ordinal);
        Assert.Empty(ContentWarnings.Of("exercise", Templates.Of("exercise")));
    }

    [Fact]
    public void The_banner_is_never_translated_but_followed_by_a_translation()
    {
        Assert.Equal("EXERCISE EXERCISE EXERCISE", ExerciseBanner.For(null));
        Assert.Equal("EXERCISE EXERCISE EXERCISE (Ceci est un exercice.)", ExerciseBanner.For("fr-CH"));
        Assert.Equal("EXERCISE EXERCISE EXERCISE", ExerciseBanner.For("fi"));
    }

    [Fact]
    public void What_is_read_out_by_telephone_begins_and_ends_with_the_banner_in_an_exercise_only()
    {
        var header = Header("incident-notification") with { Context = "exercise", ExerciseId = Id };
        var lines = PhoneText.Of(header, Templates.Of("incident-notification"), "XA").Split('\n');

        Assert.Equal(ExerciseBanner.Words, lines[0]);
        Assert.Equal(ExerciseBanner.Words, lines[^1]);
        Assert.DoesNotContain(
            "EXERCISE",
            PhoneText.Of(Header("incident-notification"), Templates.Of("incident-notification"), "XA"),
            StringComparison.Ordinal);
    }

    private static ContentHash Hash(int number) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{number:x64}"));

    private static ParticipantId Of(string letter) => letter switch { "a" => Xa, "b" => Xb, _ => Xc };

    internal static string? Arrive(
        string type, ParticipantId from, ImmutableArray<ExerciseState> known, ParticipantId self, int seconds) =>
        ExerciseArrival.ReasonAside(
            Header(type) with { Originator = from, Context = "exercise", ExerciseId = Id },
            RecordContent.Parse("{}"), known, self, Now.AddSeconds(seconds));

    internal static Refusal? Send(DateTimeOffset at, ImmutableArray<ExerciseState> known, params ParticipantId[] to) =>
        Send(at, known, RecordTypes.NationalDocument, to);

    internal static Refusal? Send(
        DateTimeOffset at, ImmutableArray<ExerciseState> known, string type, params ParticipantId[] to) =>
        Send(at, known, type, isCorrection: false, to);

    // Of a correction, the first is one that holds the version before.
    internal static Refusal? Send(
        DateTimeOffset at, ImmutableArray<ExerciseState> known, string type, bool isCorrection,
        params ParticipantId[] to)
    {
        var given = new GivenVersion(
            Hash(1), RecordContent.Parse("{}"), [], Marking.Default(TlpLabels.Amber), Start, []);
        var question = Question(type, [.. to.Select(one => Grant(AudienceMember.Participant(one)))]) with
        {
            Given = isCorrection
                ? ImmutableSortedDictionary<ParticipantId, GivenVersion>.Empty.Add(to[0], given)
                : ImmutableSortedDictionary<ParticipantId, GivenVersion>.Empty,
            IsCorrection = isCorrection,
        };
        var setting = new ReleaseSetting { Self = Xa, Participants = Fixture.Participants(), Exercises = known };
        return ReleaseResolver.Plan(question, setting, at).Refusal;
    }

    private static ReleaseQuestion Question(string type, params ImmutableArray<ReleaseGrant> grants) => new()
    {
        Header = Header(type) with { Context = "exercise", ExerciseId = Id },
        Content = type == RecordTypes.NationalDocument ? Document : Templates.Of(type),
        ContentHash = Hash(2),
        Grants = grants,
        Given = ImmutableSortedDictionary<ParticipantId, GivenVersion>.Empty,
    };
}
