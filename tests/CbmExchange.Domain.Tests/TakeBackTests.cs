using System.Buffers.Text;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CbmExchange.Domain.Lifecycle;
using CbmExchange.Domain.Records;
using CbmExchange.Domain.Release;
using static CbmExchange.Domain.Tests.Fixture;

namespace CbmExchange.Domain.Tests;

/// <summary>What recipients gave back after a backup was restored counts as given (decision 0022).</summary>
public sealed class TakeBackTests
{
    private static readonly ContentHash Lost = new(new string('e', 64));

    private static readonly string Number = ReferenceNumber.Create("XA", 2026, [9, 8, 7, 6, 5]);

    private static readonly RecordContent Later = With(
        Document,
        ("referenceNumber", $"\"{Number}\""),
        ("authoredAt", "\"2026-11-22T02:00:00Z\""),
        ("status", "\"repealed\""));

    [Fact]
    public void Whoever_was_given_a_record_only_after_the_backup_is_told_of_its_withdrawal()
    {
        var state = ReleasedTo(Xb).Apply(Back(Xc, Signed(1).ContentHash, Document));

        var withdrawn = Withdrawing(state).Value.OfType<RecordWithdrawn>().Single();

        Assert.Equal([Xb, Xc], withdrawn.Recipients.Select(recipient => recipient.Participant));
        Assert.True(state.SeenBy(Xc)!.IsTakenBack);
        Assert.False(state.SeenBy(Xb)!.IsTakenBack);
    }

    [Fact]
    public void A_record_that_is_not_here_any_more_can_be_seen_and_withdrawn()
    {
        var state = RecordState.Empty.Apply(Back(Xb, Lost, Only(Later, "title", "referenceNumber")))
            .Apply(Back(Xc, Lost, Only(Later, "status", "referenceNumber")));

        Assert.Equal(Number, state.ReferenceNumber);
        Assert.Equal(Only(Later, "title", "referenceNumber"), state.SeenBy(Xb)!.View);
        Assert.Equal(
            ["title", "referenceNumber", "status"],
            state.Lost!.Content.Claims.EnumerateObject().Select(field => field.Name));
        Assert.Equal([Xb, Xc], state.Then(Withdrawing(state)).Withdrawal!.Told);
    }

    [Fact]
    public void A_record_that_is_not_here_any_more_goes_on_as_the_same_record()
    {
        var state = RecordState.Empty.Apply(Back(Xb, Lost, Later));
        Assert.Equal("NEWEST_VERSION_LOST", Releasing(state, ToB).Refusal!.Reason);

        state = Revised(state, With(Document, ("status", "\"in-force\"")));
        var entry = Assert.Single(Releasing(state, ToB).Released().Recipients);

        Assert.Equal(Lost, entry.Replaces);
        Assert.Equal(1, state.Versions.Single().Number);
        Assert.Equal(Number, Json("referenceNumber", state.Versions[0].Content));
    }

    [Fact]
    public void An_older_version_never_takes_the_place_of_one_that_is_not_here_any_more()
    {
        var state = ReleasedTo(Xb).Apply(Back(Xb, Lost, Later));
        Assert.Equal("NEWEST_VERSION_LOST", Releasing(state, ToB).Refusal!.Reason);
        Assert.Equal("NEWEST_VERSION_LOST", RecordDecider
            .Preview(state, new ReleaseRecord { Actor = Releaser, Grants = [ToB] }, Setting(), Now).Refusal!.Reason);

        state = Revised(state, With(Document, ("status", "\"repealed\"")));

        Assert.Equal(Lost, Releasing(state, ToB).Released().Recipients.Single().Replaces);
        Assert.Equal(2, state.Versions[^1].Number);
    }

    [Fact]
    public void A_version_under_work_stays_and_when_it_is_what_was_lost_nothing_new_is_told()
    {
        var begun = ReleasedTo(Xb).Then(RecordDecider.Revise(
            ReleasedTo(Xb), new ReviseRecord { Actor = Poc, Content = With(Document, ("status", "\"repealed\"")) },
            Self, Policies.Default, Now));
        var lost = With(
            begun.Working!.Content, ("authoredAt", "\"2026-11-22T02:00:00Z\""));

        var state = begun.Apply(Back(Xb, Lost, lost));

        Assert.Equal(2, state.Working!.Number);
        state = state.Then(RecordDecider.Submit(state, new SubmitRecord { Actor = Poc }, Self, Now));
        Assert.Empty(Releasing(ClearAgain(state), ToB).Released().Recipients);
    }

    [Fact]
    public void Of_a_version_that_is_here_what_the_entry_discloses_counts_and_not_what_came_back_beside_it()
    {
        var disclosures = Disclosures(Document);
        var cleared = Submitted(RecordTypes.NationalDocument);
        cleared = cleared.Then(RecordDecider.Clear(
            cleared, new ClearRecord { Actor = Releaser }, Signed(1) with { Disclosures = disclosures },
            Policies.Default, Now));
        var given = disclosures.Where(one => one.Path.ToString() is "title" or "title/en" or "topics" or "topics/#1");

        var state = cleared.Apply(Back(Xb, Signed(1).ContentHash, RecordContent.Parse("{}")) with
        {
            Disclosed = [.. given.Select(one => DigestOf(one.Encoded))],
        });

        Assert.Equal(
            ["title", "title/en", "topics", "topics/#1"], state.SeenBy(Xb)!.Paths.Select(path => path.ToString()));
        Assert.Equal("capacity", state.SeenBy(Xb)!.View.Claims.GetProperty("topics")[0].GetString());
        Assert.Equal(VersionStatus.Released, state.Versions[0].Status);
        Assert.Empty(state.TakenBack);
    }

    [Fact]
    public void A_correction_reaches_whoever_came_back_in_the_parts_that_it_had()
    {
        var state = ReleasedTo(Xb).Apply(Back(Xc, Lost, Only(Later, "status", "referenceNumber", "authoredAt")));
        state = Revised(state, With(Document, ("status", "\"repealed\"")));

        var corrected = RecordDecider.Release(
            state,
            new ReleaseRecord { Actor = Releaser, Grants = [], Correction = new("superseded-facts", "Repealed.") },
            Setting(), Policies.Default, Now).Released().Recipients.Single(one => one.Participant == Xc);

        Assert.Equal(EntryKinds.Corrected, corrected.Kind);
        Assert.Equal(Lost, corrected.Replaces);
        Assert.Equal(
            ["authoredAt", "referenceNumber", "status"],
            corrected.Paths.Select(path => path.ToString()).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_withdrawal_that_came_back_is_carried_on_to_holders_that_it_had_not_reached(bool isWithdrawalFirst)
    {
        IEvent[] back = isWithdrawalFirst
            ? [WithdrawnBack(Xb), Back(Xc, Lost, Later)]
            : [Back(Xc, Lost, Later), WithdrawnBack(Xb)];
        var state = back.Aggregate(ReleasedTo(Xb), (folded, next) => folded.Apply(next));

        Assert.Equal("RECORD_WITHDRAWN", Releasing(state, ToB).Refusal!.Reason);
        Assert.Equal(Xc, Assert.Single(state.OwedWithdrawal));
        Assert.Empty(RecordDecider.TellWithdrawn(state, _ => false, Now));
        var told = (WithdrawalTold)Assert.Single(RecordDecider.TellWithdrawn(state, _ => true, Now));
        Assert.Equal(new RecipientWithdrawal(Xc, Lost), Assert.Single(told.Recipients));
        Assert.Equal(("issued-in-error", "stop-using"), (told.ReasonClass, told.Request));
        Assert.Empty(RecordDecider.TellWithdrawn(state.Apply(told), _ => true, Now));
    }

    [Fact]
    public void Whoever_comes_back_after_the_withdrawal_is_told_of_it_and_nobody_is_told_twice()
    {
        var state = ReleasedTo(Xb);
        state = state.Then(Withdrawing(state));
        Assert.Empty(RecordDecider.TellWithdrawn(state, _ => true, Now));

        state = state.Apply(Back(Xc, Signed(1).ContentHash, Document));

        Assert.Equal(Xc, Assert.Single(state.OwedWithdrawal));
    }

    [Fact]
    public void Whoever_was_taken_out_stays_out_and_an_acknowledgement_stays_a_fact()
    {
        var narrowed = RecordState.Empty.Apply(Back(Xb, Lost, Later))
            .Apply(new NarrowingTakenBack(Fixture.Record, Xb, 1, new PeerSequence(2), Now, Now));
        Assert.True(narrowed.SeenBy(Xb)!.IsNarrowed);
        Assert.Equal(Later, narrowed.SeenBy(Xb)!.View);
        var corrected = Back(Xb, Lost, Later) with { Kind = EntryKinds.Corrected, NarrowedAt = Now };
        Assert.True(narrowed.Apply(corrected).SeenBy(Xb)!.IsNarrowed);
        Assert.False(narrowed.Apply(corrected with { NarrowedAt = null }).SeenBy(Xb)!.IsNarrowed);
        Assert.False(narrowed.Apply(Back(Xb, Lost, Later)).SeenBy(Xb)!.IsNarrowed);

        var receipt = RecordState.Empty.Apply(Back(Xb, Lost, Later) with
        {
            Kind = EntryKinds.Receipt,
            Header = Header(RecordTypes.Acknowledgement),
            InReplyTo = new ReplyTarget(Fixture.Record, Signed(1).ContentHash, Xb),
        });
        Assert.Equal(Xb, receipt.InReplyTo!.Originator);
        Assert.Equal("RECEIPT_IS_A_FACT", RecordDecider.Revise(
            receipt, new ReviseRecord { Actor = Duty, Content = Later }, Self, Policies.Default, Now).Refusal!.Reason);
    }

    [Fact]
    public void Destroyed_persons_are_gone_from_what_came_back_and_events_fold_the_same_from_JSON()
    {
        var contact = Back(Xb, Lost, Contact) with
        {
            Header = Header(RecordTypes.PointOfContact),
            Disclosures = [new ClaimDisclosure(new ClaimPath("persons", "head"), "abc")],
        };
        IEvent[] events = [contact, WithdrawnBack(Xb)];
        var state = RecordState.Fold(events.Select(one =>
            (IEvent)JsonSerializer.Deserialize(JsonSerializer.Serialize(one, one.GetType()), one.GetType())!));
        Assert.Equal(Contact, state.SeenBy(Xb)!.View);
        Assert.Single(state.Lost!.Disclosures);

        state = state.Apply(new Contacts.PersonalDataKeyDestroyed(Fixture.Record, Now));

        Assert.DoesNotContain("Example", state.Lost!.Content.Claims.GetRawText(), StringComparison.Ordinal);
        Assert.Empty(state.Lost.Disclosures);
        Assert.DoesNotContain("Example", state.SeenBy(Xb)!.View.Claims.GetRawText(), StringComparison.Ordinal);
    }

    private static ReleaseGrant ToB => Grant(AudienceMember.Participant(Xb));

    private static RecordState ReleasedTo(ParticipantId participant)
    {
        var state = Cleared(RecordTypes.NationalDocument);
        return state.Then(Releasing(state, Grant(AudienceMember.Participant(participant))));
    }

    private static Outcome<ImmutableArray<IEvent>> Withdrawing(RecordState state) => RecordDecider.Withdraw(
        state,
        new WithdrawRecord { Actor = Releaser, ReasonClass = "issued-in-error", Request = "stop-using" }, Now);

    private static WithdrawalTakenBack WithdrawnBack(ParticipantId recipient) => new(
        Fixture.Record, recipient, 1, new PeerSequence(7), "issued-in-error", "stop-using", Now.AddHours(-1), Now);

    private static ReleaseTakenBack Back(ParticipantId recipient, ContentHash hash, RecordContent content) => new(
        Fixture.Record, Header(RecordTypes.NationalDocument), recipient, 1, new PeerSequence(3), EntryKinds.Released,
        hash, content, [], [], Marking.Default(TlpLabels.Amber), null, Now.AddHours(-1), Now);

    private static RecordContent Only(RecordContent content, params string[] fields) =>
        RecordContent.Parse($"{{{string.Join(',', fields.Select(field =>
            $"\"{field}\":{content.Claims.GetProperty(field).GetRawText()}"))}}}");

    private static string? Json(string field, RecordContent content) => content.Claims.GetProperty(field).GetString();

    private static ImmutableArray<ClaimDisclosure> Disclosures(RecordContent content) =>
    [
        .. ClaimPath.Of(content).Select(path =>
            new ClaimDisclosure(path, Base64Url.EncodeToString(Encoding.UTF8.GetBytes($"[\"salt\",\"{path}\"]")))),
    ];

    private static string DigestOf(string encoded) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(encoded)));
}
