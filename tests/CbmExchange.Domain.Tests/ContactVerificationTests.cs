using System.Collections.Immutable;
using CbmExchange.Domain.Contacts;
using CbmExchange.Domain.Lifecycle;
using CbmExchange.Domain.Records;
using CbmExchange.Domain.Release;
using static CbmExchange.Domain.Tests.Fixture;

namespace CbmExchange.Domain.Tests;

/// <summary>How fresh each channel of a contact is (domain.md §4.6, §4.7, §4.21: 1, 2, 20).</summary>
public sealed class ContactVerificationTests
{
    private static readonly NodeIdentity Viewer = new(Xc, "XC", "state");

    [Theory]
    [InlineData("2026-11-10T03:05:00Z", ContactHealth.Verified)]
    [InlineData("2026-06-22T03:05:01Z", ContactHealth.Verified)]
    [InlineData("2026-06-22T03:05:00Z", ContactHealth.Due)]
    [InlineData("2026-05-22T03:05:01Z", ContactHealth.Due)]
    [InlineData("2026-05-22T03:05:00Z", ContactHealth.Stale)]
    public void A_channel_is_due_after_five_months_and_stale_after_six(string at, ContactHealth health) =>
        Assert.Equal(health, Phone(Held(Tried("acknowledged-in-time", DateTimeOffset.Parse(at)))).Health);

    [Fact]
    public void The_sentence_says_when_how_and_with_what_result()
    {
        var entry = Held(Tried("acknowledged-in-time", Now.AddDays(-12), "check"));
        Assert.Equal("verified 12 days ago (2026-11-10) by check: answered", Phone(entry).Sentence(Now));
        Assert.Equal("never verified", Mail(entry).Sentence(Now));
        Assert.Contains(
            "duty-phone verified 12 days ago (2026-11-10) by check: answered", Row(entry).Reasons);
    }

    [Theory]
    [InlineData("undeliverable", ContactHealth.Unreachable)]
    [InlineData("wrong-contact", ContactHealth.Unreachable)]
    [InlineData("no-reply", ContactHealth.Verified)]
    [InlineData("delivered-no-human", ContactHealth.Verified)]
    [InlineData("language-barrier", ContactHealth.Verified)]
    [InlineData("declined", ContactHealth.Verified)]
    public void Only_a_channel_that_does_not_lead_to_the_desk_is_unreachable(string result, ContactHealth health)
    {
        var phone = Phone(Held(
            Tried("acknowledged-in-time", Now.AddDays(-12)), Tried(result, Now.AddDays(-2))));
        Assert.Equal(health, phone.Health);
        Assert.Contains("tried 2026-11-20 by call-back", phone.Sentence(Now), StringComparison.Ordinal);
        Assert.Contains("verified 12 days ago", phone.Sentence(Now), StringComparison.Ordinal);
    }

    [Fact]
    public void Edge_case_20_an_automatic_reply_verifies_nothing() =>
        Assert.Equal(ContactHealth.NeverVerified, Phone(Held(Tried("delivered-no-human", Now))).Health);

    [Fact]
    public void A_channel_that_answers_again_is_verified_again() =>
        Assert.Equal(
            ContactHealth.Verified,
            Phone(Held(Tried("undeliverable", Now.AddDays(-2)), Tried("acknowledged-late", Now.AddDays(-1)))).Health);

    [Fact]
    public void Another_number_under_the_same_id_is_not_verified()
    {
        var other = With(Contact, ("channels", """[{"id":"duty-phone","type":"voice","value":"+99954321"}]"""));
        var entry = Held(Tried("acknowledged-in-time", Now)) with { View = new ContactView(other) };
        Assert.Equal(ContactHealth.NeverVerified, Phone(entry).Health);
    }

    [Fact]
    public void What_happened_after_the_moment_asked_for_does_not_count() =>
        Assert.Equal(
            ContactHealth.NeverVerified,
            ChannelHealth.Of(
                Held(Tried("acknowledged-in-time", Now)), new ContactView(Contact).Channels[0], Now.AddDays(-1),
                Policies.Default).Health);

    [Fact]
    [Trait("Edge", "1")]
    public void Edge_case_1_a_contact_is_unreachable_only_when_every_channel_is_and_stays_in_the_answer()
    {
        var one = Held(Tried("undeliverable", Now));
        var both = Held(Tried("undeliverable", Now), Tried("undeliverable", Now, channel: 1));
        Assert.Equal(ContactHealth.NeverVerified, Row(one).Health);
        Assert.Equal(ContactHealth.Unreachable, Row(both).Health);
    }

    [Fact]
    [Trait("Edge", "2")]
    public void Edge_case_2_fresh_sorts_first_and_nothing_is_hidden()
    {
        ContactEntry[] entries =
        [
            Held(Tried("undeliverable", Now), Tried("undeliverable", Now, channel: 1)),
            Held(Tried("acknowledged-in-time", Now.AddMonths(-7))),
            Held(),
            Held(Tried("acknowledged-in-time", Now.AddMonths(-5))),
            Held(Tried("acknowledged-in-time", Now)),
        ];
        var answer = ContactLookup.Lookup(new ContactQuestion { At = Now }, entries, [], Policies.Default);
        Assert.Equal(entries.Reverse(), answer.Nominated.Select(row => row.Entry));
    }

    [Fact]
    public void A_reply_over_the_node_inbox_is_real_use_of_that_channel_alone()
    {
        var content = With(
            Contact,
            ("channels", """[{"id":"inbox","type":"node-inbox"},{"id":"duty-phone","type":"voice","value":"+9991"}]"""));
        var entry = new ContactEntry(Fixture.Record, Xb, new ContactView(content)) { RepliedAt = Now.AddDays(-3) };
        var health = ContactLookup.ChannelHealthsOf(entry, Now, Policies.Default);
        Assert.Equal("verified 3 days ago (2026-11-19) by real use: answered", health[0].Sentence(Now));
        Assert.Equal(ContactHealth.NeverVerified, health[1].Health);
    }

    [Fact]
    public void A_viewer_records_what_came_of_it_and_an_office_confirms_its_own()
    {
        var held = Held();
        var happened = Decide(held).Value;
        Assert.Equal((held.RecordId, Xb, "duty-phone"), (happened.RecordId, happened.Originator, happened.ChannelId));
        Assert.Equal(Now, happened.TriedAt);
        Assert.Equal("OWN_CONTACT", Decide(held with { Originator = Xc }).Refusal?.Reason);
        Assert.Equal("ROLE_NOT_ALLOWED", Decide(held, command => command with { Actor = Admin }).Refusal?.Reason);
    }

    [Fact]
    public void Every_fault_of_a_verification_is_named_at_once()
    {
        var refusal = Decide(
            Held(),
            command => command with
            {
                ChannelId = "pager",
                Method = "self-confirmation",
                Result = "fine",
                TriedAt = Now.AddHours(1),
                Note = "two\nlines",
            }).Refusal!;
        Assert.Equal(
            ["channelId", "method", "result", "triedAt", "note"], refusal.Faults.Select(fault => fault.Field));
    }

    [Fact]
    public void What_is_kept_at_hand_is_bounded_and_keeps_the_newest_of_each_kind()
    {
        var known = ImmutableArray<ChannelVerification>.Empty;
        for (var number = 0; number < 1000; number++)
        {
            var happened = Decide(Held()).Value with
            {
                ChannelFingerprint = $"f{number % 300}",
                TriedAt = Now.AddMinutes(number),
            };
            known = VerificationHistory.With(known, happened);
        }

        Assert.Equal(VerificationHistory.KeptCountMax, known.Length);
        Assert.Equal(Now.AddMinutes(999), known[0].At);
        Assert.Equal(known.Length, known.Select(one => one.Fingerprint).Distinct().Count());
    }

    [Fact]
    public void A_confirmed_contact_says_the_same_with_new_dates()
    {
        var before = Cleared(RecordTypes.PointOfContact);
        var later = Now.AddMonths(6).AddDays(-3);
        var after = before.Then(Confirming(before, later));

        var (old, content) = (before.NewestCleared!.Content, after.Working!.Content);
        var view = new ContactView(content);
        Assert.Equal(later.AddMonths(6), view.ReviewBy);
        Assert.All(view.Channels, channel => Assert.Equal(later.Date, channel.ConfirmedOn!.Value.Date));
        string[] moved = ["authoredAt", "reviewBy", "channels"];
        Assert.Equal(
            old.Claims.EnumerateObject().Where(one => !moved.Contains(one.Name)).Select(one => one.ToString()).Order(),
            content.Claims.EnumerateObject().Where(one => !moved.Contains(one.Name)).Select(one => one.ToString())
                .Order());
        Assert.Equal("WRONG_STATE", Confirming(after, later).Refusal?.Reason);
        Assert.Equal(
            "verified within a day (2027-05-19) by the State's own confirmation",
            ChannelHealth.Of(new ContactEntry(Fixture.Record, Xb, view), view.Channels[0], later, Policies.Default)
                .Sentence(later));
    }

    [Fact]
    public void A_confirmation_of_one_channel_tells_nobody_who_does_not_hold_it()
    {
        ImmutableArray<ReleaseGrant> grants =
        [
            Grant(AudienceMember.Participant(Xb)),
            Grant(AudienceMember.Participant(Xc), parts: PartSelection.AllExcept(ClaimPath.Parse("channels/mail"))),
        ];
        var before = Cleared(RecordTypes.PointOfContact);
        before = before.Then(Releasing(before, grants));
        var after = before.Then(Confirming(before, Now.AddDays(1), "mail"));
        var cleared = ClearAgain(after.Then(
            RecordDecider.Submit(after, new SubmitRecord { Actor = Poc }, Self, Now.AddDays(1))));
        Assert.Equal(Xb, Assert.Single(Releasing(cleared, grants).Released().Recipients).Participant);

        var (old, now) = (new ContactView(before.NewestCleared!.Content), new ContactView(after.Working!.Content));
        Assert.Equal(old.Channels[0], now.Channels[0]);
        Assert.NotNull(now.Channels[1].ConfirmedOn);
        Assert.Equal("FIELDS_INVALID", Confirming(before, Now, "pager").Refusal?.Reason);
    }

    [Theory]
    [InlineData("2026-11-24", "+99912345", false)]
    [InlineData("2026-11-22", "+99912345", true)]
    [InlineData("2026-11-22", "+99954321", false)]
    [InlineData("2026-11-21", "+99954321", true)]
    public void The_date_of_another_number_or_of_the_future_confirms_nothing(string day, string number, bool isRight)
    {
        var before = ClearAgain(Submitted(RecordTypes.PointOfContact, Dated("2026-11-22", "+99912345")));
        var revised = RecordDecider.Revise(
            before,
            new ReviseRecord { Actor = Poc, Content = Dated(day, number) },
            Self,
            Policies.Default,
            Now);
        Assert.Equal(
            isRight ? [] : ["channels[0].confirmedOn"],
            revised.Refusal is { } refusal ? refusal.Faults.Select(fault => fault.Field) : []);
    }

    private static RecordContent Dated(string day, string number) =>
        With(
            Contact,
            (
                "channels",
                $$"""[{"id":"duty-phone","type":"voice","value":"{{number}}","confirmedOn":"{{day}}"}]"""
            ));

    private static Outcome<ImmutableArray<IEvent>> Confirming(
        RecordState state, DateTimeOffset now, params ImmutableArray<string> channels) =>
        RecordDecider.ConfirmContact(
            state, new ConfirmContact { Actor = Poc, ChannelIds = channels }, Self, Policies.Default, now);

    private static Outcome<ContactVerified> Decide(
        ContactEntry entry, Func<RecordVerification, RecordVerification>? change = null)
    {
        var command = new RecordVerification(Duty, "duty-phone", "call-back", "no-reply", null, "");
        return VerificationDecider.Decide(
            entry, change?.Invoke(command) ?? command, Viewer, Policies.Default, Now);
    }

    private static ContactAnswerRow Row(ContactEntry entry) =>
        Assert.Single(
            ContactLookup.Lookup(new ContactQuestion { At = Now }, [entry], [], Policies.Default).Nominated);

    private static ChannelHealth Phone(ContactEntry entry) =>
        ChannelHealth.Of(entry, entry.View.Channels[0], Now, Policies.Default);

    private static ChannelHealth Mail(ContactEntry entry) =>
        ChannelHealth.Of(entry, entry.View.Channels[1], Now, Policies.Default);

    private static ContactEntry Held(params ImmutableArray<ChannelVerification> verifications) =>
        new(Fixture.Record, Xb, new ContactView(Contact)) { Verifications = verifications };

    private static ChannelVerification Tried(
        string result, DateTimeOffset at, string method = "call-back", int channel = 0)
    {
        var view = new ContactView(Contact).Channels[channel];
        return new ChannelVerification(view.Id!, view.Fingerprint, method, result, at);
    }
}
