using System.Collections.Immutable;
using CbmExchange.Domain.Officers;
using CbmExchange.Domain.Participants;
using CbmExchange.Domain.Peers;
using CbmExchange.Domain.Reference;
using static CbmExchange.Domain.Tests.Fixture;

namespace CbmExchange.Domain.Tests;

/// <summary>Peers, officers, participants, reference data.</summary>
public sealed class NodeRulesTests
{
    private static readonly string Hash = new('a', 64);
    private static readonly PeerProposed Descriptor = new(
        Xb,
        "AAAA",
        Hash,
        "one two three four five six seven eight",
        Admin.Id,
        Now
    );

    [Fact]
    public void A_statement_that_did_not_open_counts_as_kept_evidence_like_any_other_input()
    {
        var state = PeerState.Empty
            .Apply(new PeerInputQuarantined(Descriptor.Peer, "FORKED", "1", Now))
            .Apply(new PeerStatementQuarantined(Descriptor.Peer, 1, new(4), "BAD_SIGNATURE", "2", Now));

        Assert.Equal(2, state.QuarantinedCount);
    }

    [Fact]
    public void A_peer_is_admitted_by_a_second_officer_who_confirms_the_same_descriptor()
    {
        var state = Apply(PeerState.Empty, PeerDecider.Propose(PeerState.Empty, Self, Descriptor, Admin, Now));
        var twice = Officer(5, Roles.NodeAdmin, Roles.ReleasingAuthority);
        Assert.Equal("SECOND_PERSON_NEEDED", PeerDecider.Admit(state, Hash, twice, Now).Refusal!.Reason);
        Assert.Equal(
            "DESCRIPTOR_DIFFERS",
            PeerDecider.Admit(state, new string('b', 64), Releaser, Now).Refusal!.Reason
        );
        Assert.Equal(RefusalKind.PermissionDenied, PeerDecider.Admit(state, Hash, Poc, Now).Refusal!.Kind);
        Assert.False(state.IsOpen);
        state = Apply(state, PeerDecider.Admit(state, Hash, Releaser, Now));
        Assert.True(state.IsOpen);
        Assert.Equal("WRONG_STATE", PeerDecider.Admit(state, Hash, Releaser, Now).Refusal!.Reason);
        Assert.Equal("ALREADY_ADMITTED", PeerDecider.Propose(state, Self, Descriptor, Admin, Now).Refusal!.Reason);
    }

    [Fact]
    public void A_proposal_that_came_between_is_not_admitted_by_the_confirmation_of_the_one_before()
    {
        var state = Apply(PeerState.Empty, PeerDecider.Propose(PeerState.Empty, Self, Descriptor, Admin, Now));
        var confirmed = PeerDecider.Admit(state, Hash, Releaser, Now);
        var other = Descriptor with { DescriptorSha256 = new string('d', 64) };
        state = Apply(state, PeerDecider.Propose(state, Self, other, Admin, Now));
        state = Apply(state, confirmed);
        Assert.Null(state.Admitted);
        Assert.Equal(other.DescriptorSha256, state.Proposed!.DescriptorSha256);
    }

    [Fact]
    public void All_faults_of_a_proposal_are_named_and_a_node_is_not_its_own_peer()
    {
        var odd = Descriptor with { Peer = new ParticipantId("x"), DescriptorSha256 = "y", Phrase = "too short" };
        Assert.Equal(3, PeerDecider.Propose(PeerState.Empty, Self, odd, Admin, Now).Refusal!.Faults.Length);
        Assert.Equal(
            "PEER_IS_SELF",
            PeerDecider.Propose(PeerState.Empty, Self, Descriptor with { Peer = Xa }, Admin, Now).Refusal!.Reason
        );
    }

    [Fact]
    public void Pausing_twice_says_nothing_new()
    {
        var state = Apply(PeerState.Empty, PeerDecider.Propose(PeerState.Empty, Self, Descriptor, Admin, Now));
        Assert.Same(Refusal.NotFound, PeerDecider.Pause(state, Admin, Now).Refusal);
        state = Apply(state, PeerDecider.Admit(state, Hash, Releaser, Now));
        state = Apply(state, PeerDecider.Pause(state, Admin, Now));
        Assert.False(state.IsOpen);
        Assert.Empty(PeerDecider.Pause(state, Admin, Now).Value);
        Assert.True(Apply(state, PeerDecider.Resume(state, Admin, Now)).IsOpen);
    }

    [Fact]
    public void A_descriptor_is_renewed_for_an_admitted_peer_only_and_once()
    {
        var renewed = new string('c', 64);
        Assert.Same(Refusal.NotFound, PeerDecider.Renew(PeerState.Empty, "BBBB", renewed, 2, Now).Refusal);
        var state = Apply(PeerState.Empty, PeerDecider.Propose(PeerState.Empty, Self, Descriptor, Admin, Now));
        state = Apply(state, PeerDecider.Admit(state, Hash, Releaser, Now));
        state = Apply(state, PeerDecider.Renew(state, "BBBB", renewed, 2, Now));
        Assert.Equal(renewed, state.Admitted!.DescriptorSha256);
        Assert.Empty(PeerDecider.Renew(state, "BBBB", renewed, 2, Now).Value);
    }

    [Fact]
    public void The_first_officer_is_an_administrator_and_the_last_one_stays()
    {
        var state = OfficersState.Empty;
        Assert.Equal(RefusalKind.PermissionDenied, Enrol(state, Poc, Poc.Id, Hash, Roles.PocOfficer).Refusal!.Kind);
        state = Apply(state, Enrol(state, Admin with { Roles = [] }, Admin.Id, Hash, Roles.NodeAdmin));
        Assert.Equal(Admin.Id, state.ActorOf(Hash)!.Id);
        Assert.Equal("ALREADY_ENROLLED", Enrol(state, Admin, Poc.Id, Hash, Roles.PocOfficer).Refusal!.Reason);
        Assert.Equal("LAST_ADMIN", OfficerDecider.Remove(state, Admin, Admin.Id, Now).Refusal!.Reason);
        Assert.Equal(
            "LAST_ADMIN",
            OfficerDecider.ChangeRoles(state, Admin, Admin.Id, [Roles.Auditor], Now).Refusal!.Reason
        );
        Assert.Equal(
            "roles",
            Assert.Single(Enrol(state, Admin, Poc.Id, new string('b', 64), "king").Refusal!.Faults).Field
        );
    }

    [Fact]
    public void A_participant_is_found_by_designator_code_or_name_without_regard_to_case_and_diacritics()
    {
        var state = Fixture.Participants(Participant(Xc, "XC") with { Names = [new LocalName("fr", "État XC")] });
        Assert.Equal(Xc, state.Resolve("etat xc")!.Participant);
        Assert.Equal(Xb, state.Resolve("xb")!.Participant);
        Assert.Null(state.Resolve("nowhere"));
        Assert.Equal(Body, state.ResolveBody("xo")!.Body);
    }

    [Fact]
    public void A_participant_that_was_renamed_is_found_by_its_new_name_only()
    {
        var before = Fixture.Participants(Participant(Xc, "XC") with { Names = [new LocalName("fr", "État XC")] });
        Assert.Equal(Xc, before.Resolve("etat xc")!.Participant);
        var after = before.Apply(Participant(Xc, "XC") with { Names = [new LocalName("fr", "Pays XC")] });
        Assert.Null(after.Resolve("etat xc"));
        Assert.Equal(Xc, after.Resolve("PAYS XC")!.Participant);
        Assert.Equal(Xc, before.Resolve("etat xc")!.Participant);
    }

    [Fact]
    public void A_name_of_two_participants_is_nobody_s_and_a_name_in_two_languages_is_one()
    {
        LocalName[] names = [new("en", "Shores"), new("fr", "SHORES")];
        var one = Fixture.Participants(Participant(Xc, "XC") with { Names = [.. names] });
        Assert.Equal(Xc, one.Resolve("shores")!.Participant);
        var two = one.Apply(Participant(Xb, "XB") with { Names = [.. names] });
        Assert.Null(two.Resolve("shores"));
        Assert.Equal(Xb, two.Resolve(Xb.Value)!.Participant);
    }

    [Fact]
    public void Participants_bodies_and_memberships_name_all_faults_and_an_unchanged_entry_says_nothing()
    {
        var state = Fixture.Participants();
        Assert.Empty(ParticipantDecider.Admit(state, Admin, Participant(Xb, "XB")).Value);
        Assert.Equal("DESIGNATOR_TAKEN", ParticipantDecider.Admit(state, Admin, Participant(Xc, "XB")).Refusal!.Reason);
        Assert.Equal(
            3,
            ParticipantDecider
                .Admit(state, Admin, Participant(Xc, "x", "gone") with { IsoAlpha2 = "Xc", Names = [new("en", "C")] })
                .Refusal!.Faults.Length
        );
        Assert.Equal(
            2,
            ParticipantDecider
                .ChangeMembership(state, Admin, Member(Xc, "boss") with { Until = Now.AddYears(-2) })
                .Refusal!.Faults.Length
        );
        Assert.Equal(
            RefusalKind.PermissionDenied,
            ParticipantDecider.ChangeMembership(state, Poc, Member(Xc)).Refusal!.Kind
        );
    }

    [Fact]
    public void Reference_rows_carry_a_source_and_a_repeat_says_nothing_new()
    {
        var row = new ReferenceRow(
            "XB",
            "1",
            ImmutableSortedDictionary<string, string>.Empty.Add("team_name", "CERT-XB"),
            "public list"
        );
        var first = ReferenceDecider.Import(ReferenceState.Empty, "national-csirts", "2026-11", [row], Admin, Now);
        var state = first.Value.Aggregate(ReferenceState.Empty, (folded, next) => folded.Apply(next));
        Assert.Empty(ReferenceDecider.Import(state, "national-csirts", "2026-11", [row], Admin, Now).Value);
        Assert.Equal(
            ["rows[0].source", "rows[1].rowId"],
            ReferenceDecider
                .Import(ReferenceState.Empty, "national-csirts", null, [row with { Source = "" }, row], Admin, Now)
                .Refusal!.Faults.Select(fault => fault.Field)
        );
    }

    private static PeerState Apply(PeerState state, Outcome<ImmutableArray<IEvent>> outcome) =>
        outcome.Value.Aggregate(state, (folded, next) => folded.Apply(next));

    private static OfficersState Apply(OfficersState state, Outcome<ImmutableArray<IEvent>> outcome) =>
        outcome.Value.Aggregate(state, (folded, next) => folded.Apply(next));

    private static Outcome<ImmutableArray<IEvent>> Enrol(
        OfficersState state,
        Actor by,
        OfficerId subject,
        string hash,
        string role
    ) => OfficerDecider.Enrol(state, by, subject, hash, "desk 1", [role], Now);
}
