using System.Collections.Immutable;
using CbmExchange.Domain.Lifecycle;
using CbmExchange.Domain.Records;
using CbmExchange.Domain.Release;
using static CbmExchange.Domain.Tests.Fixture;

namespace CbmExchange.Domain.Tests;

/// <summary>Found by the second implementation of the release rules (ReleaseModel), decided in 0020.</summary>
public sealed class NarrowingTests
{
    private static readonly ReleaseGrant ToBody = Grant(AudienceMember.MembersOf(Body));

    [Fact]
    public void A_body_does_not_bring_a_later_version_to_a_recipient_that_was_taken_out()
    {
        var state = Revised(Narrowed(), With(Document, ("kind", "\"policy\"")));
        var plan = RecordDecider.Preview(
            state, new ReleaseRecord { Actor = Releaser, Grants = [ToBody] }, Setting(), Now).Value;

        Assert.DoesNotContain(plan.Recipients, recipient => recipient.Participant == Xc);
        var warning = Assert.Single(plan.Warnings, warning => warning.Code == "TAKEN_OUT_EARLIER");
        Assert.Equal(Xc, Assert.Single(warning.Participants));
    }

    [Fact]
    public void A_recipient_that_was_taken_out_comes_back_by_its_own_name()
    {
        var state = Narrowed();
        var released = Releasing(state, Grant(AudienceMember.Participant(Xc)));

        Assert.Equal(EntryKinds.Widened, released.Released().For(Xc).Kind);
        Assert.False(state.Then(released).SeenBy(Xc)!.IsNarrowed);
    }

    [Fact]
    public void A_correction_of_parts_that_a_recipient_taken_out_never_had_makes_no_entry_for_it()
    {
        var state = Revised(Narrowed(), With(Document, ("officialUrl", "\"https://example.org/right\"")));
        var released = Correcting(state).Released();

        Assert.Equal([Xb], released.Recipients.Select(recipient => recipient.Participant));
    }

    [Fact]
    public void A_recipient_that_was_taken_out_is_corrected_and_stays_out()
    {
        var state = Revised(Narrowed(), With(Document, ("kind", "\"policy\"")));
        var corrected = Correcting(state);

        Assert.Equal(EntryKinds.Corrected, corrected.Released().For(Xc).Kind);
        Assert.True(state.Then(corrected).SeenBy(Xc)!.IsNarrowed);
    }

    // XC never had the address.
    [Fact]
    public void A_narrowing_that_a_clock_set_back_dates_before_its_release_takes_out_nobody_until_then()
    {
        var cleared = Cleared(RecordTypes.NationalDocument);
        var released = Releasing(cleared, Grant(AudienceMember.Participant(Xc))).Value;
        var narrowed = RecordDecider.Narrow(
            cleared.Then(released), new NarrowRelease { Actor = Releaser, Participants = [Xc] },
            Now.AddHours(-1)).Value;
        IEvent[] log =
        [
            new RecordDrafted(Header(RecordTypes.NationalDocument), 1, Document, null, Poc.Id, Now.AddDays(-1)),
            .. released, .. narrowed,
        ];

        Assert.Null(RecordState.FoldUntil(log, Now.AddMinutes(-30)).SeenBy(Xc));
        Assert.True(RecordState.FoldUntil(log, Now).SeenBy(Xc)!.IsNarrowed);
    }

    private static RecordState Narrowed()
    {
        var state = Cleared(RecordTypes.NationalDocument);
        var parts = PartSelection.AllExcept(new ClaimPath("officialUrl"));
        state = state.Then(Releasing(
            state, Grant(AudienceMember.Participant(Xb)), Grant(AudienceMember.Participant(Xc), parts: parts)));
        return state.Then(
            RecordDecider.Narrow(state, new NarrowRelease { Actor = Releaser, Participants = [Xc] }, Now));
    }

    private static Outcome<ImmutableArray<IEvent>> Correcting(RecordState state) => RecordDecider.Release(
        state,
        new ReleaseRecord { Actor = Releaser, Grants = [], Correction = new CorrectionReason("typo", "A word.") },
        Setting(),
        Policies.Default,
        Now);
}
