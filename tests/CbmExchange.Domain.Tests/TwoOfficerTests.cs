using System.Collections.Immutable;
using CbmExchange.Domain.Officers;
using CbmExchange.Domain.Peers;
using static CbmExchange.Domain.Tests.Fixture;

namespace CbmExchange.Domain.Tests;

/// <summary>What takes two officers: a new generation, and letting a stopped stream go on.</summary>
public sealed class TwoOfficerTests
{
    private static readonly string Hash = new('a', 64);

    private static readonly PeerState Admitted = PeerState.Empty
        .Apply(new PeerProposed(Xb, "AAAA", Hash, "w", Admin.Id, Now))
        .Apply(new PeerAdmitted(Xb, Hash, Releaser.Id, Now));

    [Fact]
    public void Two_officers_in_either_order_open_a_generation()
    {
        var asked = Then(Admitted, TwoOfficerDecider.OpenGeneration(Admitted, null, Releaser, Now));
        Assert.Equal(Releaser.Id, asked.GenerationRequest!.Officer);
        Assert.Empty(TwoOfficerDecider.OpenGeneration(asked, Releaser, Releaser, Now).Value);

        var opened = TwoOfficerDecider.OpenGeneration(asked, Releaser, Admin, Now).Value.OfType<GenerationOpened>();
        Assert.Equal((Admin.Id, Releaser.Id), opened.Select(one => (one.FirstOfficer, one.SecondOfficer)).Single());
        var after = asked.Apply(opened.Single());
        Assert.Equal(2, after.OwnGeneration);
        Assert.Null(after.GenerationRequest);
    }

    [Fact]
    public void A_request_is_forgotten_after_a_day_and_when_its_officer_is_none_any_more()
    {
        var asked = Then(Admitted, TwoOfficerDecider.OpenGeneration(Admitted, null, Admin, Now));
        var late = Now + TwoOfficerDecider.WaitMax;
        Assert.IsType<GenerationRequested>(
            TwoOfficerDecider.OpenGeneration(asked, Admin, Releaser, late).Value.Single());
        Assert.IsType<GenerationRequested>(
            TwoOfficerDecider.OpenGeneration(asked, null, Releaser, Now).Value.Single());
    }

    [Fact]
    public void Two_releasing_authorities_without_an_administrator_do_not_suffice()
    {
        var other = Officer(6, Roles.ReleasingAuthority);
        var asked = Then(Admitted, TwoOfficerDecider.ReleaseFault(Admitted, "FORKED", null, Releaser, Now));
        Assert.Equal(
            RefusalKind.PermissionDenied,
            TwoOfficerDecider.ReleaseFault(asked, "FORKED", Releaser, other, Now).Refusal!.Kind);
        Assert.Equal(
            RefusalKind.PermissionDenied,
            TwoOfficerDecider.ReleaseFault(Admitted, "FORKED", null, Poc, Now).Refusal!.Kind);
    }

    [Fact]
    public void A_fault_is_released_by_two_who_looked_at_the_same_fault()
    {
        var asked = Then(Admitted, TwoOfficerDecider.ReleaseFault(Admitted, "FORKED", null, Admin, Now));
        Assert.IsType<PeerFaultReleaseRequested>(
            TwoOfficerDecider.ReleaseFault(asked, "ROLLED_BACK", Admin, Releaser, Now).Value.Single());
        var released = Then(asked, TwoOfficerDecider.ReleaseFault(asked, "FORKED", Admin, Releaser, Now));
        Assert.Null(released.FaultReleaseRequest);
    }

    [Fact]
    public void There_is_nothing_to_release_without_a_fault_or_without_a_peer()
    {
        Assert.Equal(
            "NO_OPEN_FAULT", TwoOfficerDecider.ReleaseFault(Admitted, null, null, Admin, Now).Refusal!.Reason);
        Assert.Same(
            Refusal.NotFound,
            TwoOfficerDecider.ReleaseFault(PeerState.Empty, "FORKED", null, Admin, Now).Refusal);
    }

    private static PeerState Then(PeerState state, Outcome<ImmutableArray<IEvent>> decided) =>
        decided.Value.Aggregate(state, (next, happened) => next.Apply(happened));
}
