using System.Collections.Immutable;
using CbmExchange.Domain.Lifecycle;
using CbmExchange.Domain.Records;
using CbmExchange.Domain.Release;
using static CbmExchange.Domain.Tests.Fixture;

namespace CbmExchange.Domain.Tests;

/// <summary>
/// Dates that the node fills in must not tell a recipient that a part it was not given has changed (design D5).
/// </summary>
public sealed class FilledDateTests
{
    private static readonly RecordContent Warning = With(
        Notification, ("stage", "\"early-warning\""), ("confidence", """{"level":"low"}"""));

    private static readonly string Reworded = Notification.Claims.GetProperty("summary").GetRawText()
        .Replace("An outage.", "An outage, still.", StringComparison.Ordinal);

    [Fact]
    public void A_contact_whose_officer_alone_changed_makes_no_entry_for_who_is_not_given_the_officer()
    {
        var grants = Given("persons");
        var state = Cleared(RecordTypes.PointOfContact);
        state = state.Then(Releasing(state, grants));
        state = Revised(state, With(Contact, ("persons", """
            [{"id":"head","name":[{"lang":"en","text":"B. Example","status":"authoritative"}]}]
            """)));
        Assert.Equal([Xb], Recipients(Releasing(state, grants)));
        Assert.Equal([Xb], Recipients(Correcting(state)));
    }

    [Fact]
    public void An_early_warning_whose_summary_alone_changed_makes_no_entry_for_who_is_not_given_the_summary()
    {
        var grants = Given("summary");
        var state = Cleared(RecordTypes.IncidentNotification, Warning);
        state = state.Then(Releasing(state, grants));
        state = Revised(state, With(Warning, ("summary", Reworded)));
        Assert.Equal([Xb], Recipients(Correcting(state)));
    }

    [Theory]
    [InlineData(RecordTypes.PointOfContact, "reviewBy")]
    [InlineData(RecordTypes.IncidentNotification, "expiresAt")]
    public void A_date_that_the_author_writes_stands(string type, string field)
    {
        var content = type == RecordTypes.PointOfContact ? Contact : Warning;
        var state = Revised(Cleared(type, content), With(content, (field, "\"2026-12-24T00:00:00Z\"")));
        Assert.Equal(
            "2026-12-24T00:00:00Z", state.NewestCleared!.Content.Claims.GetProperty(field).GetString());
    }

    [Fact]
    public void A_warning_that_became_an_initial_report_expires_no_more()
    {
        var state = Cleared(RecordTypes.IncidentNotification, Warning);
        Assert.True(state.NewestCleared!.Content.Claims.TryGetProperty("expiresAt", out _));
        Assert.False(Revised(state, Notification).NewestCleared!.Content.Claims.TryGetProperty("expiresAt", out _));
    }

    // Xb all, Xc all but one field.
    private static ImmutableArray<ReleaseGrant> Given(string withheldFromXc) =>
    [
        Grant(AudienceMember.Participant(Xb)),
        Grant(AudienceMember.Participant(Xc), parts: PartSelection.AllExcept(ClaimPath.Parse(withheldFromXc))),
    ];

    private static Outcome<ImmutableArray<IEvent>> Correcting(RecordState state) => RecordDecider.Release(
        state,
        new ReleaseRecord { Actor = Releaser, Grants = [], Correction = new CorrectionReason("typo", "A word.") },
        Setting(), Policies.Default, Now);

    private static IEnumerable<ParticipantId> Recipients(Outcome<ImmutableArray<IEvent>> outcome) =>
        outcome.Released().Recipients.Select(recipient => recipient.Participant);
}
