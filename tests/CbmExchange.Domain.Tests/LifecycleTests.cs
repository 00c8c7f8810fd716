using CbmExchange.Domain.Lifecycle;
using CbmExchange.Domain.Officers;
using CbmExchange.Domain.Records;
using CbmExchange.Domain.Release;
using static CbmExchange.Domain.Tests.Fixture;

namespace CbmExchange.Domain.Tests;

public sealed class LifecycleTests
{
    [Fact]
    public void A_draft_gets_its_reference_number_and_time_of_writing_from_the_node()
    {
        var state = Drafted(RecordTypes.NationalDocument);
        Assert.True(ReferenceNumber.IsValid(state.ReferenceNumber!));
        Assert.StartsWith("XA-2026-", state.ReferenceNumber, StringComparison.Ordinal);
        Assert.Equal("2026-11-22T03:05:00Z", state.Working!.Content.Claims.GetProperty("authoredAt").GetString());
    }

    [Fact]
    public void A_desk_is_reviewed_after_six_months_and_another_office_after_twelve()
    {
        var desk = Drafted(RecordTypes.PointOfContact);
        var office = Drafted(RecordTypes.PointOfContact, With(Contact, ("kinds", """["diplomatic"]""")));
        Assert.Equal("2027-05-22T03:05:00Z", desk.Working!.Content.Claims.GetProperty("reviewBy").GetString());
        Assert.Equal("2027-11-22T03:05:00Z", office.Working!.Content.Claims.GetProperty("reviewBy").GetString());
    }

    [Fact]
    public void An_early_warning_expires_after_seven_days()
    {
        var state = Drafted(
            RecordTypes.IncidentNotification,
            With(Notification, ("stage", "\"early-warning\""), ("confidence", """{"level":"low"}"""))
        );
        Assert.Equal("2026-11-29T03:05:00Z", state.Working!.Content.Claims.GetProperty("expiresAt").GetString());
    }

    [Fact]
    public void What_the_node_sets_is_refused_in_a_draft_together_with_all_other_faults()
    {
        var refusal = Draft(
            RecordTypes.NationalDocument,
            With(Document, ("referenceNumber", "\"XA-2026-000000\""), ("kind", null), ("status", "\"odd\""))
        ).Refusal!;
        Assert.Equal("FIELDS_INVALID", refusal.Reason);
        Assert.Equal(
            ["kind", "referenceNumber", "status"],
            refusal.Faults.Select(fault => fault.Field).Order().ToArray()
        );
    }

    [Fact]
    public void A_record_of_another_participant_is_not_drafted_here()
    {
        var outcome = RecordDecider.Draft(
            RecordState.Empty,
            new DraftRecord
            {
                Actor = Poc,
                Header = Header(RecordTypes.NationalDocument) with { Originator = Xb },
                Content = Document,
            },
            Self,
            Policies.Default,
            Now,
            new byte[5]
        );
        Assert.Equal("originator", Assert.Single(outcome.Refusal!.Faults).Field);
    }

    [Fact]
    public void An_observer_authors_nothing()
    {
        var outcome = RecordDecider.Draft(
            RecordState.Empty,
            new DraftRecord
            {
                Actor = Poc,
                Header = Header(RecordTypes.NationalDocument),
                Content = Document,
            },
            Self with
            {
                Kind = "observer-state",
            },
            Policies.Default,
            Now,
            new byte[5]
        );
        Assert.Equal("OBSERVER_AUTHORS_NOTHING", outcome.Refusal!.Reason);
    }

    [Fact]
    public void The_author_does_not_clear_even_with_releasing_authority()
    {
        var author = Officer(9, Roles.PocOfficer, Roles.ReleasingAuthority);
        var state = Submitted(RecordTypes.NationalDocument, by: author);
        Assert.Equal(
            "SECOND_PERSON_NEEDED",
            RecordDecider.PrepareClear(state, new ClearRecord { Actor = author }).Refusal!.Reason
        );
        Assert.True(RecordDecider.PrepareClear(state, new ClearRecord { Actor = Releaser }).IsAccepted);
    }

    [Fact]
    public void Whoever_wrote_on_an_earlier_draft_of_the_same_version_is_an_author_too()
    {
        var second = Officer(9, Roles.ReleasingAuthority);
        var state = Drafted(RecordTypes.NationalDocument);
        state = state.Then(
            RecordDecider.Revise(
                state,
                new ReviseRecord { Actor = second, Content = Document },
                Self,
                Policies.Default,
                Now
            )
        );
        state = state.Then(
            RecordDecider.Revise(
                state,
                new ReviseRecord { Actor = Poc, Content = Document },
                Self,
                Policies.Default,
                Now
            )
        );
        state = state.Then(RecordDecider.Submit(state, new SubmitRecord { Actor = Poc }, Self, Now));
        Assert.Equal(
            "SECOND_PERSON_NEEDED",
            RecordDecider.PrepareClear(state, new ClearRecord { Actor = second }).Refusal!.Reason
        );
        Assert.Equal(1, state.Working!.Number);
    }

    [Fact]
    public void The_author_does_not_release_what_another_cleared()
    {
        var author = Officer(9, Roles.PocOfficer, Roles.ReleasingAuthority);
        var state = ClearAgain(Submitted(RecordTypes.NationalDocument, by: author));
        var outcome = RecordDecider.Release(
            state,
            new ReleaseRecord { Actor = author, Grants = [Grant(AudienceMember.Participant(Xb))] },
            Setting(),
            Policies.Default,
            Now
        );
        Assert.Equal("SECOND_PERSON_NEEDED", outcome.Refusal!.Reason);
    }

    [Fact]
    public void A_poc_officer_does_not_clear()
    {
        var state = Submitted(RecordTypes.NationalDocument);
        var refusal = RecordDecider
            .PrepareClear(state, new ClearRecord { Actor = Officer(8, Roles.PocOfficer) })
            .Refusal!;
        Assert.Equal(RefusalKind.PermissionDenied, refusal.Kind);
    }

    [Fact]
    public void Only_a_submitted_version_is_cleared_or_returned()
    {
        var state = Drafted(RecordTypes.NationalDocument);
        Assert.Equal(
            "WRONG_STATE",
            RecordDecider.PrepareClear(state, new ClearRecord { Actor = Releaser }).Refusal!.Reason
        );
        Assert.Equal(
            "WRONG_STATE",
            RecordDecider.Return(state, new ReturnRecord { Actor = Releaser, Reason = "no" }, Now).Refusal!.Reason
        );
    }

    [Fact]
    public void A_returned_version_is_revised_and_submitted_again()
    {
        var state = Submitted(RecordTypes.NationalDocument);
        state = state.Then(
            RecordDecider.Return(state, new ReturnRecord { Actor = Releaser, Reason = "Shorter, please." }, Now)
        );
        Assert.Equal(VersionStatus.Returned, state.Working!.Status);
        Assert.Equal(
            "WRONG_STATE",
            RecordDecider.Submit(state, new SubmitRecord { Actor = Poc }, Self, Now).Refusal!.Reason
        );
        state = state.Then(
            RecordDecider.Revise(
                state,
                new ReviseRecord { Actor = Poc, Content = Document },
                Self,
                Policies.Default,
                Now
            )
        );
        Assert.Equal(VersionStatus.Draft, state.Working!.Status);
    }

    [Fact]
    public void A_stale_expected_version_is_a_conflict_that_names_the_version_held()
    {
        var state = Drafted(RecordTypes.NationalDocument);
        var refusal = RecordDecider
            .Submit(state, new SubmitRecord { Actor = Poc, Expected = new StreamVersion(7) }, Self, Now)
            .Refusal!;
        Assert.Equal(RefusalKind.VersionConflict, refusal.Kind);
        Assert.Equal(new StreamVersion(1), refusal.HeldVersion);
    }

    [Fact]
    public void A_record_that_does_not_exist_is_not_found() =>
        Assert.Same(
            Refusal.NotFound,
            RecordDecider.Submit(RecordState.Empty, new SubmitRecord { Actor = Poc }, Self, Now).Refusal
        );

    [Fact]
    public void The_stage_of_a_notification_only_moves_forward()
    {
        var state = Cleared(RecordTypes.IncidentNotification, With(Notification, ("stage", "\"final\"")));
        var back = RecordDecider.Revise(
            state,
            new ReviseRecord { Actor = Poc, Content = Notification },
            Self,
            Policies.Default,
            Now
        );
        Assert.Equal("stage", Assert.Single(back.Refusal!.Faults).Field);
        var on = RecordDecider.Revise(
            state,
            new ReviseRecord { Actor = Poc, Content = With(Notification, ("stage", "\"closed-false-alarm\"")) },
            Self,
            Policies.Default,
            Now
        );
        Assert.True(on.IsAccepted);
    }

    [Fact]
    public void A_revision_keeps_the_reference_number_and_begins_version_2_after_clearance()
    {
        var first = Cleared(RecordTypes.NationalDocument);
        var second = Revised(first, With(Document, ("kind", "\"policy\"")));
        Assert.Equal(first.ReferenceNumber, second.ReferenceNumber);
        Assert.Equal(2, second.NewestCleared!.Number);
    }

    [Fact]
    public void A_contact_is_not_cleared_before_it_is_nominated()
    {
        var state = Drafted(RecordTypes.PointOfContact);
        state = state.Then(RecordDecider.Submit(state, new SubmitRecord { Actor = Poc }, Self, Now));
        Assert.Equal(
            "NOMINATION_MISSING",
            RecordDecider.PrepareClear(state, new ClearRecord { Actor = Releaser }).Refusal!.Reason
        );
    }

    [Fact]
    public void Only_the_nominating_authority_enters_a_nomination()
    {
        var nomination = Nomination.ToJson().GetRawText();
        var drafted = Draft(RecordTypes.PointOfContact, With(Contact, ("nomination", nomination)));
        Assert.Equal("nomination", Assert.Single(drafted.Refusal!.Faults).Field);
        var state = Drafted(RecordTypes.PointOfContact);
        var refusal = RecordDecider
            .Nominate(state, new NominateContact { Actor = Releaser, Nomination = Nomination }, Now)
            .Refusal!;
        Assert.Equal(RefusalKind.PermissionDenied, refusal.Kind);
    }

    [Fact]
    public void Whoever_entered_the_nomination_does_not_clear_the_contact()
    {
        var both = Officer(9, Roles.NominatingAuthority, Roles.ReleasingAuthority);
        var state = Drafted(RecordTypes.PointOfContact);
        state = state.Then(
            RecordDecider.Nominate(state, new NominateContact { Actor = both, Nomination = Nomination }, Now)
        );
        state = state.Then(RecordDecider.Submit(state, new SubmitRecord { Actor = Poc }, Self, Now));
        Assert.Equal(
            "SECOND_PERSON_NEEDED",
            RecordDecider.PrepareClear(state, new ClearRecord { Actor = both }).Refusal!.Reason
        );
    }

    [Fact]
    public void A_nomination_is_carried_into_later_versions()
    {
        var state = Revised(Cleared(RecordTypes.PointOfContact), Contact);
        Assert.Equal(
            "note 11-4/26",
            state.NewestCleared!.Content.Claims.GetProperty("nomination").GetProperty("referenceNo").GetString()
        );
    }

    [Fact]
    public void Ending_a_contact_withdraws_it_from_everyone_who_received_it()
    {
        var state = Cleared(RecordTypes.PointOfContact);
        state = state.Then(Releasing(state, Grant(AudienceMember.MembersOf(Body))));
        var outcome = RecordDecider.EndContact(
            state,
            new EndContact { Actor = Nominator, RemovalReference = "note 12" },
            Policies.Default,
            Now
        );
        var withdrawn = outcome.Value.OfType<RecordWithdrawn>().Single();
        Assert.Equal([Xb, Xc], withdrawn.Recipients.Select(recipient => recipient.Participant));
        Assert.Equal(Now.AddDays(90), outcome.Value.OfType<Contacts.ContactEnded>().Single().PersonalDataDestroyBy);
    }

    [Fact]
    public void A_duty_officer_alone_sends_an_immediate_message_and_it_is_flagged_for_review()
    {
        var state = Submitted(RecordTypes.IncidentNotification, by: Duty);
        var without = RecordDecider.PrepareClear(state, new ClearRecord { Actor = Duty });
        Assert.Equal("BREAK_GLASS_REASON_NEEDED", without.Refusal!.Reason);
        var command = new ClearRecord { Actor = Duty, BreakGlassReason = "No releasing authority reachable." };
        var cleared = RecordDecider.Clear(state, command, Signed(1), Policies.Default, Now);
        Assert.Equal(Now.AddHours(24), cleared.Value.OfType<BreakGlassUsed>().Single().ReviewBy);
        state = state.Then(cleared);
        state = state.Then(
            RecordDecider.Release(
                state,
                new ReleaseRecord
                {
                    Actor = Duty,
                    BreakGlassReason = "No releasing authority reachable.",
                    Grants = [Grant(AudienceMember.Participant(Xb))],
                },
                Setting(),
                Policies.Default,
                Now
            )
        );
        Assert.Equal(2, state.BreakGlass.Length);
        Assert.Equal(
            "ROLE_NOT_ALLOWED",
            RecordDecider.Review(state, new ReviewBreakGlass { Actor = Duty, Finding = "ok" }, Now).Refusal!.Reason
        );
        state = state.Then(
            RecordDecider.Review(state, new ReviewBreakGlass { Actor = Releaser, Finding = "Justified." }, Now)
        );
        Assert.All(state.BreakGlass, use => Assert.NotNull(use.Reviewed));
    }

    [Theory]
    [InlineData("routine")]
    [InlineData("priority")]
    public void A_duty_officer_alone_never_sends_a_message_that_is_not_urgent(string precedence)
    {
        var state = Submitted(
            RecordTypes.IncidentNotification,
            With(Notification, ("precedence", $"\"{precedence}\"")),
            Duty
        );
        var command = new ClearRecord { Actor = Duty, BreakGlassReason = "Reason." };
        Assert.Equal(RefusalKind.PermissionDenied, RecordDecider.PrepareClear(state, command).Refusal!.Kind);
    }

    [Fact]
    public void Withdrawal_goes_to_everyone_who_ever_received_and_nothing_follows_it()
    {
        var state = Cleared(RecordTypes.NationalDocument);
        state = state.Then(Releasing(state, Grant(AudienceMember.MembersOf(Body))));
        state = state.Then(
            RecordDecider.Narrow(state, new NarrowRelease { Actor = Releaser, Participants = [Xc] }, Now)
        );
        state = state.Then(
            RecordDecider.Withdraw(
                state,
                new WithdrawRecord
                {
                    Actor = Releaser,
                    ReasonClass = "issued-in-error",
                    Request = "stop-using",
                },
                Now
            )
        );
        Assert.Equal([Xb, Xc], state.Withdrawal!.Told);
        Assert.Equal("RECORD_WITHDRAWN", Releasing(state, Grant(AudienceMember.Participant(Xb))).Refusal!.Reason);
    }

    [Fact]
    public void What_was_never_released_is_abandoned_and_not_withdrawn()
    {
        var state = Cleared(RecordTypes.NationalDocument);
        var refusal = RecordDecider
            .Withdraw(
                state,
                new WithdrawRecord
                {
                    Actor = Releaser,
                    ReasonClass = "not-stated",
                    Request = "stop-using",
                },
                Now
            )
            .Refusal!;
        Assert.Equal("WRONG_STATE", refusal.Reason);
        var draft = Drafted(RecordTypes.NationalDocument);
        draft = draft.Then(RecordDecider.Abandon(draft, new AbandonRecord { Actor = Poc }, Self, Now));
        Assert.Equal(VersionStatus.Abandoned, draft.Versions[0].Status);
        Assert.Null(draft.Working);
    }

    [Fact]
    public void Both_faults_of_a_withdrawal_are_named_at_once()
    {
        var state = Cleared(RecordTypes.NationalDocument);
        var refusal = RecordDecider
            .Withdraw(
                state,
                new WithdrawRecord
                {
                    Actor = Releaser,
                    ReasonClass = "x",
                    Request = "y",
                },
                Now
            )
            .Refusal!;
        Assert.Equal(["reasonClass", "request"], refusal.Faults.Select(fault => fault.Field));
    }
}
