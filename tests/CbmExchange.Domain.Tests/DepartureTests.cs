using System.Collections.Immutable;
using CbmExchange.Domain.Lifecycle;
using CbmExchange.Domain.Officers;
using CbmExchange.Domain.Participants;
using CbmExchange.Domain.Records;
using CbmExchange.Domain.Release;
using static CbmExchange.Domain.Tests.Fixture;

namespace CbmExchange.Domain.Tests;

/// <summary>
/// Releases that wait (domain.md §4.21 row 15, decision 0026): decided again when they leave, and never more than was
/// shown.
/// </summary>
public sealed class DepartureTests
{
    private static readonly Policies Waiting = Policies.Default;
    private static readonly ReleaseGrant ToBody = Grant(AudienceMember.MembersOf(Body));

    [Fact]
    public void A_release_that_waits_gives_nobody_anything_until_its_time()
    {
        var state = Scheduled(ToBody);

        Assert.Empty(state.Given);
        Assert.Equal(Now + Waiting.RecallWindow, state.Departure!.LeavesAt);
        Assert.Empty(RecordDecider.Leave(state, Setting(), Now + Waiting.RecallWindow - TimeSpan.FromTicks(1)));
        Assert.Equal([Xb, Xc], Leave(state, Setting()).Given.Keys);
    }

    [Fact]
    public void Whoever_joined_the_body_meanwhile_was_not_shown_to_the_officer_and_gets_nothing()
    {
        var before = Setting(Member(Xc, MembershipStatuses.Withdrawn));
        var state = Scheduled(before, ToBody);

        Assert.Equal([Xb], Leave(state, Setting()).Given.Keys);
    }

    [Theory]
    [InlineData(ParticipantStatuses.Suspended)]
    [InlineData(ParticipantStatuses.Left)]
    public void Whoever_was_suspended_or_left_meanwhile_gets_nothing(string status)
    {
        var state = Scheduled(ToBody);

        Assert.Equal([Xb], Leave(state, Setting(Participant(Xc, "XC", status))).Given.Keys);
    }

    [Fact]
    public void A_pointer_is_not_shown_that_the_recipient_came_to_hold_only_meanwhile()
    {
        var other = new RecordId("10000000-0000-4000-8000-000000000009");
        var state = Cleared(RecordTypes.NationalDocument, With(Document, ("contactId", $"\"{other.Value}\"")));
        var scheduled = Schedule(state, Setting(), Grant(AudienceMember.Participant(Xb)));
        var later = Setting() with { Held = ImmutableDictionary<ParticipantId, ImmutableHashSet<RecordId>>.Empty.Add(
            Xb, [other]) };

        var left = Leave(scheduled, later).SeenBy(Xb)!;

        Assert.DoesNotContain(left.Paths, path => path.Field == "contactId");
    }

    [Fact]
    public void When_nobody_may_be_given_it_any_more_it_stops_and_says_so()
    {
        var state = Scheduled(Grant(AudienceMember.Participant(Xc)));

        var stopped = Assert.IsType<ReleaseStopped>(Assert.Single(RecordDecider.Leave(
            state, Setting(Participant(Xc, "XC", ParticipantStatuses.Left)), Now.AddHours(1))));

        Assert.Equal("NOBODY_LEFT", stopped.Reason);
        Assert.Null(state.Apply(stopped).Departure);
    }

    [Fact]
    public void While_it_waits_no_release_narrowing_or_clearance_of_the_record_is_decided()
    {
        var given = Cleared(RecordTypes.NationalDocument);
        given = given.Then(Releasing(given, Grant(AudienceMember.Participant(Xb))));
        var state = Schedule(given, Setting(), Grant(AudienceMember.Participant(Xc)));

        Assert.Equal("RELEASE_WAITING", Releasing(state, ToBody).Refusal!.Reason);
        Assert.Equal(
            "RELEASE_WAITING",
            RecordDecider.Narrow(state, new NarrowRelease { Actor = Releaser, Participants = [Xb] }, Now)
                .Refusal!.Reason);
        Assert.Equal(
            "RELEASE_WAITING",
            RecordDecider.PrepareClear(state, new ClearRecord { Actor = Releaser }).Refusal!.Reason);
        var recalled = state.Then(RecordDecider.Recall(state, new RecallRelease { Actor = Poc }, Now));
        Assert.True(Releasing(recalled, ToBody).IsAccepted);
    }

    [Fact]
    public void Urgent_messages_receipts_and_contacts_never_wait()
    {
        foreach (var (type, content, waits) in new (string, RecordContent, bool)[]
        {
            (RecordTypes.IncidentNotification, With(Notification, ("precedence", "\"routine\"")), true),
            (RecordTypes.IncidentNotification, With(Notification, ("precedence", "\"priority\"")), true),
            (RecordTypes.IncidentNotification, Notification, false),
            (RecordTypes.NationalDocument, Document, true),
            (RecordTypes.PointOfContact, Contact, false),
        })
        {
            var version = Cleared(type, content).NewestCleared!;
            Assert.Equal(waits, RecordDecider.WaitOf(version, false, Waiting) > TimeSpan.Zero);
            Assert.Equal(
                TimeSpan.Zero,
                RecordDecider.WaitOf(version, false, Waiting with { RecallWindow = TimeSpan.Zero }));
        }
    }

    [Fact]
    public void Documents_leave_at_once_where_the_policy_says_so()
    {
        var version = Cleared(RecordTypes.NationalDocument).NewestCleared!;

        Assert.Equal(TimeSpan.Zero, RecordDecider.WaitOf(version, false, Waiting with { RecallsDocuments = false }));
    }

    [Fact]
    [Trait("Edge", "33")]
    public void One_person_clears_and_releases_alone_only_where_the_policy_allows_it_and_then_after_a_delay()
    {
        var alone = Officer(9, Roles.PocOfficer, Roles.ReleasingAuthority);
        var submitted = Submitted(RecordTypes.NationalDocument, by: alone);
        var small = Waiting with { SinglePersonDelay = TimeSpan.FromMinutes(15) };
        var clear = new ClearRecord { Actor = alone };
        Assert.Equal("SECOND_PERSON_NEEDED", RecordDecider.PrepareClear(submitted, clear, Waiting).Refusal!.Reason);

        var cleared = submitted.Then(RecordDecider.Clear(submitted, clear, Signed(1), small, Now));
        var release = new ReleaseRecord { Actor = alone, Grants = [ToBody] };
        Assert.Equal(
            "SECOND_PERSON_NEEDED",
            RecordDecider.ReleaseOrSchedule(cleared, release, Setting(), Waiting, Now).Refusal!.Reason);
        var waiting = cleared.Then(Events(RecordDecider.ReleaseOrSchedule(cleared, release, Setting(), small, Now)));

        Assert.True(waiting.IsSinglePerson);
        Assert.Equal(Now.AddMinutes(15), waiting.Departure!.LeavesAt);
        Assert.Empty(waiting.Given);
        Assert.Equal([Xb, Xc], Leave(waiting, Setting()).Given.Keys);
    }

    private static RecordState Scheduled(params ImmutableArray<ReleaseGrant> grants) => Scheduled(Setting(), grants);

    private static RecordState Scheduled(ReleaseSetting setting, params ImmutableArray<ReleaseGrant> grants) =>
        Schedule(Cleared(RecordTypes.NationalDocument), setting, grants);

    private static RecordState Schedule(
        RecordState state, ReleaseSetting setting, params ImmutableArray<ReleaseGrant> grants) =>
        state.Then(Events(RecordDecider.ReleaseOrSchedule(
            state, new ReleaseRecord { Actor = Releaser, Grants = grants }, setting, Waiting, Now)));

    private static RecordState Leave(RecordState state, ReleaseSetting setting) =>
        RecordDecider.Leave(state, setting, Now.AddHours(1)).Aggregate(state, (folded, next) => folded.Apply(next));

    private static Outcome<ImmutableArray<IEvent>> Events(
        Outcome<(ReleasePlan Plan, ImmutableArray<IEvent> Events)> outcome) =>
        outcome.Refusal is { } refusal ? refusal : outcome.Value.Events;
}
