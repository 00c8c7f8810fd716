using CbmExchange.Domain.Exercises;
using CbmExchange.Domain.Records;
using static CbmExchange.Domain.Tests.ExerciseTests;
using static CbmExchange.Domain.Tests.Fixture;

namespace CbmExchange.Domain.Tests;

/// <summary>Who plays has consented by a record of its own.</summary>
public sealed class ExerciseConsentTests
{
    [Fact]
    public void Until_a_State_consented_nothing_but_what_is_about_the_exercise_goes_to_it_or_from_it()
    {
        var asked = Exercise with { Participants = [Xb, Xc] };
        var refused = Send(Now, [asked], Xb, Xc)!;

        Assert.Equal("EXERCISE_CONSENT_MISSING", refused.Reason);
        Assert.Contains("XC", refused.Sentence, StringComparison.Ordinal);
        Assert.DoesNotContain("XB", refused.Sentence, StringComparison.Ordinal);
        Assert.Null(Send(Now, [asked], "exercise-notice", Xb, Xc));
        var player = Exercise with { Director = Xc, Participants = [Xa, Xb] };
        Assert.Equal("EXERCISE_CONSENT_MISSING", Send(Now, [player], Xb)!.Reason);
        Assert.Null(Send(Start.AddHours(-1), [player], ExerciseConsent.RecordType, Xb, Xc));
        Assert.Null(Send(Now, [player with { Consented = [Xa, Xb] }], Xb));
    }

    [Fact]
    public void The_last_word_of_who_is_named_stands_and_nobody_consents_for_another_exercise_or_unasked()
    {
        var open = Exercise with { Consented = [] };
        var yes = new ExerciseConsent(Xb, Exercise.RecordId, true);

        Assert.True(open.After(yes).Plays(Xb));
        Assert.False(open.After(yes).After(yes with { IsGiven = false }).Plays(Xb));
        Assert.Equal(Xb, Assert.Single(open.After(yes with { IsGiven = false }).Declined));
        Assert.False(open.After(yes with { Participant = Xc }).Plays(Xc));
        Assert.False(open.After(yes with { Announcement = new RecordId("70000000-0000-4000-8000-0000000000e2") })
            .Plays(Xb));
        Assert.True(open.Plays(Xa));
    }

    [Fact]
    public void Play_that_arrives_before_the_own_consent_left_is_put_aside_and_what_is_about_the_exercise_is_not()
    {
        var asked = Exercise with { Participants = [Xb, Xc] };

        Assert.Equal(AsideReasons.NotConsented, Arrive("incident-notification", Xa, [asked], Xc, 0));
        Assert.Null(Arrive("exercise-notice", Xa, [asked], Xc, 0));
        Assert.Null(Arrive(ExerciseConsent.RecordType, Xb, [asked], Xc, -7200));
        Assert.Equal(AsideReasons.AfterTheEnd, Arrive(ExerciseConsent.RecordType, Xb, [asked], Xc, 3600));
    }
}
