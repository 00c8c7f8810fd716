using System.Collections.Immutable;
using CbmExchange.Domain.Lifecycle;
using CbmExchange.Domain.Participants;
using CbmExchange.Domain.Records;
using CbmExchange.Domain.Release;
using static CbmExchange.Domain.Tests.Fixture;

namespace CbmExchange.Domain.Tests;

public sealed class ReleaseTests
{
    private static readonly PartSelection WithoutAnnex = PartSelection.AllExcept(new ClaimPath("sections", "annex"));

    [Fact]
    public void Exclusion_wins_over_inclusion_via_a_body_and_over_another_grant()
    {
        var grant = Grant(AudienceMember.MembersOf(Body));
        var released = Releasing(
                Cleared(RecordTypes.NationalDocument),
                grant with
                {
                    Audience = grant.Audience with { Exclude = [Xc] },
                },
                Grant(AudienceMember.Participant(Xc))
            )
            .Released();
        Assert.Equal([Xb], released.Recipients.Select(recipient => recipient.Participant));
        Assert.Equal([Xa, Xb, Xc], Assert.Single(released.Bodies).Members.ToArray());
    }

    [Fact]
    public void Members_and_secretariat_are_two_audiences()
    {
        var members = Releasing(Cleared(RecordTypes.NationalDocument), Grant(AudienceMember.MembersOf(Body)))
            .Released();
        var secretariat = Releasing(Cleared(RecordTypes.NationalDocument), Grant(AudienceMember.SecretariatOf(Body)))
            .Released();
        Assert.Equal([Xb, Xc], members.Recipients.Select(recipient => recipient.Participant));
        Assert.Equal([Xo], secretariat.Recipients.Select(recipient => recipient.Participant));
    }

    [Theory]
    [InlineData(MembershipStatuses.Suspended, false)]
    [InlineData(MembershipStatuses.Withdrawn, false)]
    [InlineData(MembershipStatuses.Observer, false)]
    [InlineData(MembershipStatuses.NotParticipating, false)]
    [InlineData(MembershipStatuses.Withdrawing, true)]
    public void Only_members_of_the_moment_get_a_body_release(string status, bool isGiven) =>
        Assert.Equal(
            isGiven,
            Plan(Cleared(RecordTypes.NationalDocument), [Grant(AudienceMember.MembersOf(Body))], Member(Xc, status))
                .Recipients.Any(recipient => recipient.Participant == Xc)
        );

    [Fact]
    public void A_membership_counts_from_its_first_instant_until_its_last()
    {
        var ended = Fixture.Participants(Member(Xc) with { Status = MembershipStatuses.Withdrawn, From = Now });
        Assert.Contains(Xc, ended.MembersAsOf(Body, Now.AddTicks(-1)));
        Assert.DoesNotContain(Xc, ended.MembersAsOf(Body, Now));
    }

    [Theory]
    [InlineData(ParticipantStatuses.Suspended)]
    [InlineData(ParticipantStatuses.Left)]
    [InlineData(ParticipantStatuses.Invited)]
    public void Nothing_new_goes_to_a_participant_that_is_not_active(string status)
    {
        var plan = Plan(
            Cleared(RecordTypes.NationalDocument),
            [Grant(AudienceMember.Participant(Xc))],
            Participant(Xc, "XC", status)
        );
        Assert.Empty(plan.Recipients);
        Assert.Contains(plan.Warnings, warning => warning.Code == "NOT_ACTIVE");
    }

    [Fact]
    public void Several_grants_to_one_recipient_give_the_union_of_parts_under_the_strictest_marking()
    {
        var wide = Grant(AudienceMember.MembersOf(Body), TlpLabels.Clear, WithoutAnnex);
        var narrow = Grant(
            AudienceMember.Participant(Xb),
            TlpLabels.AmberStrict,
            PartSelection.Only(new ClaimPath("sections", "annex"))
        );
        narrow = narrow with
        {
            Marking = narrow.Marking with { HandlingNotes = [new HandlingNote("en", "Eyes of the desk.")] },
        };
        var released = Releasing(Cleared(RecordTypes.NationalDocument), wide, narrow).Released();
        Assert.True(released.For(Xb).Has("sections/annex"));
        Assert.False(released.For(Xc).Has("sections/annex"));
        Assert.True(released.For(Xc).Has("sections"));
        Assert.Equal(TlpLabels.AmberStrict, released.For(Xb).Marking.Tlp);
        Assert.Equal(OnwardSharing.NotWithoutConsent, released.For(Xb).Marking.Onward);
        Assert.Single(released.For(Xb).Marking.HandlingNotes);
        Assert.Equal(TlpLabels.Clear, released.For(Xc).Marking.Tlp);
    }

    [Fact]
    public void Reference_number_and_time_of_writing_are_always_included_and_nothing_else()
    {
        var released = Releasing(
                Cleared(RecordTypes.NationalDocument),
                Grant(AudienceMember.Participant(Xb), parts: PartSelection.Only(new ClaimPath("kind")))
            )
            .Released();
        Assert.Equal(
            ["authoredAt", "kind", "referenceNumber"],
            released.For(Xb).Paths.Select(path => path.ToString()).Order()
        );
    }

    [Fact]
    public void A_named_officer_goes_to_one_and_the_duty_phone_to_all()
    {
        var persons = new ClaimPath(PersonalData.PersonsField);
        var released = Releasing(
                Cleared(RecordTypes.PointOfContact),
                Grant(AudienceMember.MembersOf(Body), parts: PartSelection.AllExcept(persons)),
                Grant(AudienceMember.Participant(Xb), parts: PartSelection.Only(persons))
            )
            .Released();
        Assert.True(released.For(Xb).Has("persons/head"));
        Assert.DoesNotContain(released.For(Xc).Paths, PersonalData.IsPersonal);
        Assert.True(released.For(Xc).Has("channels/duty-phone"));
    }

    [Fact]
    public void Each_addressee_is_shown_itself_only()
    {
        var released = Releasing(Cleared(RecordTypes.IncidentNotification), Grant(AudienceMember.MembersOf(Body)))
            .Released();
        Assert.True(released.For(Xb).Has("addressees/#0"));
        Assert.False(released.For(Xb).Has("addressees/#1"));
        Assert.True(released.For(Xc).Has("addressees/#1"));
        Assert.All(released.Recipients, recipient => Assert.Equal(EntryKinds.Message, recipient.Kind));
    }

    [Fact]
    public void A_pointer_to_a_record_that_the_recipient_does_not_hold_is_stripped()
    {
        var deputy = new RecordId("10000000-0000-4000-8000-000000000002");
        var state = Cleared(RecordTypes.PointOfContact, With(Contact, ("deputyContactId", $"\"{deputy}\"")));
        var setting = Setting() with
        {
            Held = ImmutableDictionary<ParticipantId, ImmutableHashSet<RecordId>>.Empty.Add(Xb, [deputy]),
        };
        var released = RecordDecider
            .Release(
                state,
                new ReleaseRecord { Actor = Releaser, Grants = [Grant(AudienceMember.MembersOf(Body))] },
                setting,
                Policies.Default,
                Now
            )
            .Released();
        Assert.True(released.For(Xb).Has("deputyContactId"));
        Assert.Equal([deputy], released.For(Xb).RelatesTo.ToArray());
        Assert.False(released.For(Xc).Has("deputyContactId"));
        Assert.Empty(released.For(Xc).RelatesTo);
    }

    [Fact]
    public void The_case_is_told_only_to_those_who_hold_something_of_it()
    {
        var content = With(Notification, ("caseId", "\"10000000-0000-4000-8000-0000000000ca\""));
        var released = RecordDecider
            .Release(
                Cleared(RecordTypes.IncidentNotification, content),
                new ReleaseRecord { Actor = Releaser, Grants = [Grant(AudienceMember.MembersOf(Body))] },
                Setting() with { HoldersOfCase = [Xb] },
                Policies.Default,
                Now
            )
            .Released();
        Assert.True(released.For(Xb).Has("caseId"));
        Assert.False(released.For(Xc).Has("caseId"));
        Assert.Empty(released.For(Xb).RelatesTo);
    }

    [Fact]
    public void A_version_unchanged_for_a_recipient_makes_no_entry_for_it()
    {
        var grants = ImmutableArray.Create(
            Grant(AudienceMember.Participant(Xc), parts: WithoutAnnex),
            Grant(AudienceMember.Participant(Xb))
        );
        var state = Cleared(RecordTypes.NationalDocument);
        state = state.Then(Releasing(state, grants));
        var annex = Document
            .Claims.GetProperty("sections")
            .GetRawText()
            .Replace("Annex", "Annex, revised", StringComparison.Ordinal);
        state = Revised(state, With(Document, ("sections", annex)));
        var preview = RecordDecider
            .Preview(state, new ReleaseRecord { Actor = Poc, Grants = grants }, Setting(), Now)
            .Value;
        var released = Releasing(state, grants).Released();
        Assert.Equal([Xb], released.Recipients.Select(recipient => recipient.Participant));
        Assert.Equal([Xc], preview.Unchanged.ToArray());
        Assert.Equal(Signed(1).ContentHash, released.For(Xb).Replaces);
    }

    [Fact]
    public void Replaces_is_the_last_version_that_this_recipient_was_given_and_not_the_last_that_was_made()
    {
        var state = Cleared(RecordTypes.NationalDocument);
        state = state.Then(Releasing(state, Grant(AudienceMember.Participant(Xb))));
        state = Revised(state, With(Document, ("kind", "\"policy\"")));
        state = state.Then(Releasing(state, Grant(AudienceMember.Participant(Xc))));
        state = Revised(state, With(Document, ("kind", "\"doctrine\"")));
        var released = Releasing(state, Grant(AudienceMember.MembersOf(Body))).Released();
        Assert.Equal(Signed(1).ContentHash, released.For(Xb).Replaces);
        Assert.Equal(Signed(2).ContentHash, released.For(Xc).Replaces);
    }

    [Fact]
    public void Releasing_the_same_version_twice_changes_nothing_and_more_parts_widen()
    {
        var state = Cleared(RecordTypes.NationalDocument);
        var narrow = Grant(AudienceMember.Participant(Xb), parts: WithoutAnnex);
        state = state.Then(Releasing(state, narrow));
        Assert.Empty(Releasing(state, narrow).Released().Recipients);
        var widened = Releasing(state, Grant(AudienceMember.Participant(Xb))).Released().For(Xb);
        Assert.Equal(EntryKinds.Widened, widened.Kind);
        Assert.Null(widened.Replaces);
    }

    [Fact]
    public void A_second_grant_of_one_part_does_not_take_away_what_was_given()
    {
        var state = Cleared(RecordTypes.NationalDocument);
        state = state.Then(Releasing(state, Grant(AudienceMember.Participant(Xb))));
        Assert.Empty(
            Releasing(state, Grant(AudienceMember.Participant(Xb), parts: PartSelection.Only(new ClaimPath("kind"))))
                .Released()
                .Recipients
        );
    }

    [Fact]
    public void A_correction_reaches_everyone_who_ever_received_in_the_parts_they_had()
    {
        var state = Cleared(RecordTypes.NationalDocument);
        state = state.Then(
            Releasing(
                state,
                Grant(AudienceMember.Participant(Xb)),
                Grant(AudienceMember.Participant(Xc), parts: WithoutAnnex)
            )
        );
        state = Revised(
            state,
            With(
                Document,
                ("kind", "\"policy\""),
                (
                    "sections",
                    Document
                        .Claims.GetProperty("sections")
                        .GetRawText()
                        .Replace("Main", "Main, right", StringComparison.Ordinal)
                )
            )
        );
        var released = RecordDecider
            .Release(
                state,
                new ReleaseRecord
                {
                    Actor = Releaser,
                    Grants = [],
                    Correction = new CorrectionReason("typo", "A word."),
                },
                Setting(Participant(Xc, "XC", ParticipantStatuses.Suspended)),
                Policies.Default,
                Now
            )
            .Released();
        Assert.All(released.Recipients, recipient => Assert.Equal(EntryKinds.Corrected, recipient.Kind));
        Assert.True(released.For(Xb).Has("sections/annex"));
        Assert.True(released.For(Xc).Has("sections/main"));
        Assert.False(released.For(Xc).Has("sections/annex"));
    }

    [Fact]
    public void A_correction_gives_no_element_that_only_took_the_place_of_a_known_one()
    {
        var state = Cleared(RecordTypes.NationalDocument);
        var first = PartSelection.Only(new ClaimPath("topics", "#0"));
        state = state.Then(Releasing(state, Grant(AudienceMember.Participant(Xb), parts: first)));
        state = Revised(state, With(Document, ("topics", """["secret","norms"]""")));
        var released = RecordDecider
            .Release(
                state,
                new ReleaseRecord
                {
                    Actor = Releaser,
                    Grants = [],
                    Correction = new CorrectionReason("typo", "A word."),
                },
                Setting(),
                Policies.Default,
                Now
            )
            .Released();
        Assert.Empty(released.Recipients);
    }

    [Fact]
    public void Narrowing_stops_later_versions_but_not_corrections()
    {
        var state = Cleared(RecordTypes.NationalDocument);
        state = state.Then(Releasing(state, Grant(AudienceMember.MembersOf(Body))));
        var narrowed = RecordDecider.Narrow(state, new NarrowRelease { Actor = Releaser, Participants = [Xc] }, Now);
        Assert.Equal(EntryKinds.Narrowed, narrowed.Value.OfType<ReleaseNarrowed>().Single().Recipients.Single().Kind);
        state = state.Then(narrowed);
        Assert.True(state.SeenBy(Xc)!.IsNarrowed);
        Assert.Equal(
            "NEVER_RELEASED_TO",
            RecordDecider
                .Narrow(state, new NarrowRelease { Actor = Releaser, Participants = [Xo] }, Now)
                .Refusal!.Reason
        );
    }

    [Fact]
    public void View_as_shows_exactly_what_was_disclosed_last()
    {
        var state = Cleared(RecordTypes.NationalDocument);
        state = state.Then(Releasing(state, Grant(AudienceMember.Participant(Xc), parts: WithoutAnnex)));
        var view = state.SeenBy(Xc)!.View.Claims;
        Assert.Equal(
            "main",
            Assert.Single(view.GetProperty("sections").EnumerateArray()).GetProperty("id").GetString()
        );
        Assert.Null(state.SeenBy(Xb));
    }

    [Theory]
    [InlineData(AudienceMember.BodyMembersKind, TlpLabels.Red, "RED_TO_BODY")]
    [InlineData(AudienceMember.PublicKind, TlpLabels.Green, "PUBLIC_NEEDS_CLEAR")]
    [InlineData(AudienceMember.PublicKind, TlpLabels.Clear, "PUBLIC_NOT_OFFERED")]
    public void A_label_that_does_not_fit_the_audience_is_refused(string kind, string tlp, string reason) =>
        Assert.Equal(
            reason,
            Releasing(
                Cleared(RecordTypes.NationalDocument),
                Grant(new AudienceMember(kind, kind == "public" ? "" : Body.Value), tlp)
            ).Refusal!.Reason
        );

    [Fact]
    public void Red_goes_to_named_participants() =>
        Assert.True(
            Releasing(
                Cleared(RecordTypes.NationalDocument),
                Grant(AudienceMember.Participant(Xb), TlpLabels.Red)
            ).IsAccepted
        );

    [Fact]
    public void Clear_to_a_limited_audience_is_a_warning_only()
    {
        var plan = Plan(
            Cleared(RecordTypes.NationalDocument),
            [Grant(AudienceMember.Participant(Xb), TlpLabels.Clear)]
        );
        Assert.Contains(plan.Warnings, warning => warning.Code == "CLEAR_TO_LIMITED_AUDIENCE");
        Assert.Equal(OnwardSharing.WithinTlp, plan.Recipients.Single().Marking.Onward);
    }

    [Fact]
    public void Without_a_grant_nothing_leaves() =>
        Assert.Equal("grants", Assert.Single(Releasing(Cleared(RecordTypes.NationalDocument)).Refusal!.Faults).Field);

    [Fact]
    public void All_faults_of_all_grants_are_named_at_once()
    {
        var odd = new ReleaseGrant(
            new Audience
            {
                Include = [AudienceMember.Participant(new ParticipantId("nobody"))],
                Exclude = [new ParticipantId("misspelt")],
            },
            new Marking { Tlp = "TLP:WHITE", Onward = "freely" },
            PartSelection.Only(new ClaimPath("sections", "missing"))
        );
        var refusal = Releasing(Cleared(RecordTypes.NationalDocument), odd).Refusal!;
        Assert.Equal(
            [
                "grants[0].audience.exclude[0]",
                "grants[0].audience.include[0]",
                "grants[0].marking.onwardSharing",
                "grants[0].marking.tlp",
                "grants[0].parts.paths[0]",
            ],
            refusal.Faults.Select(fault => fault.Field).Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public void Where_infrastructure_was_observed_is_told_to_those_named_or_with_a_reason()
    {
        var state = Cleared(
            RecordTypes.IncidentNotification,
            With(Notification, ("infrastructureObservedIn", $"[\"{Xb}\"]"))
        );
        Assert.True(Releasing(state, Grant(AudienceMember.Participant(Xb))).IsAccepted);
        var wide = new ReleaseRecord { Actor = Releaser, Grants = [Grant(AudienceMember.MembersOf(Body))] };
        Assert.Equal(
            "INFRASTRUCTURE_AUDIENCE",
            RecordDecider.Release(state, wide, Setting(), Policies.Default, Now).Refusal!.Reason
        );
        Assert.True(
            RecordDecider
                .Release(
                    state,
                    wide with
                    {
                        InfrastructureOverrideReason = "Agreed with XB.",
                    },
                    Setting(),
                    Policies.Default,
                    Now
                )
                .IsAccepted
        );
    }

    [Fact]
    public void A_quoted_item_binds_the_audience()
    {
        var setting = Setting() with
        {
            Quoted = [new QuotedItem(new RecordId("q"), Xb, OnwardSharing.NotWithoutConsent)],
        };
        var command = new ReleaseRecord { Actor = Releaser, Grants = [Grant(AudienceMember.MembersOf(Body))] };
        var state = Cleared(RecordTypes.NationalDocument);
        Assert.Equal(
            "ONWARD_CONSENT_MISSING",
            RecordDecider.Release(state, command, setting, Policies.Default, Now).Refusal!.Reason
        );
        Assert.True(
            RecordDecider
                .Release(
                    state,
                    command with
                    {
                        Grants = [Grant(AudienceMember.Participant(Xb))],
                    },
                    setting,
                    Policies.Default,
                    Now
                )
                .IsAccepted
        );
    }

    [Fact]
    public void The_audience_is_hidden_unless_shown()
    {
        var grant = Grant(AudienceMember.MembersOf(Body));
        var state = Cleared(RecordTypes.NationalDocument);
        Assert.Empty(Releasing(state, grant).Released().For(Xb).Audience);
        var shown = Releasing(
                state,
                grant with
                {
                    Audience = grant.Audience with { IsShown = true },
                },
                Grant(AudienceMember.Participant(Xo))
            )
            .Released();
        Assert.Equal([Xb, Xc], shown.For(Xb).Audience.ToArray());
        Assert.Empty(shown.For(Xo).Audience);
    }

    private static ReleasePlan Plan(
        RecordState state,
        ImmutableArray<ReleaseGrant> grants,
        params IEnumerable<IEvent> more
    ) =>
        RecordDecider.Preview(state, new ReleaseRecord { Actor = Releaser, Grants = grants }, Setting(more), Now).Value;
}
