using System.Collections.Immutable;
using System.Text.Json;
using CbmExchange.Domain.Contacts;
using CbmExchange.Domain.Lifecycle;
using CbmExchange.Domain.Records;
using static CbmExchange.Domain.Tests.Fixture;

namespace CbmExchange.Domain.Tests;

/// <summary>
/// The life of a contact: away for a time, handed over, ended; and whom a lookup leads to meanwhile (domain.md §4.6,
/// §4.21: 1, §5.1 J2).
/// </summary>
public sealed class ContactLifeTests
{
    private static readonly PeriodView Overlap = new(Now.AddDays(8), Now.AddDays(15));

    private static readonly JsonElement Follower = JsonDocument.Parse(
        """{"id":"second","name":[{"lang":"en","text":"B. Example","status":"authoritative"}]}""").RootElement;

    private static readonly RecordId Other = new("10000000-0000-4000-8000-000000000002");

    [Fact]
    [Trait("Edge", "1")]
    public void In_the_days_of_a_handover_both_persons_serve_and_afterwards_who_left_is_taken_out()
    {
        var before = Cleared(RecordTypes.PointOfContact);
        var begun = before.Then(HandingOver(before));
        var persons = begun.Working!.Content.Claims.GetProperty("persons").EnumerateArray().ToArray();
        Assert.Equal(["head", "second"], persons.Select(person => person.GetProperty("id").GetString()));
        var days = persons.Select(person => (Day(person, "servesFrom"), Day(person, "servesUntil"))).ToArray();
        Assert.Equal([("", "2026-12-07"), ("2026-11-30", "")], days);
        bool[] Serving(int inDays) =>
            [.. days.Select(day => ContactLife.Serves(day.Item1, day.Item2, Now.AddDays(inDays)))];
        Assert.Equal([true, false], Serving(7));
        Assert.Equal([true, true], Serving(8));
        Assert.Equal([true, true], Serving(15));
        Assert.Equal([false, true], Serving(16));

        var handedOver = ClearAgain(Submitting(Nominating(begun, "note 2/26")));
        Assert.Equal("HANDOVER_OPEN", HandingOver(handedOver).Refusal?.Reason);
        Assert.Equal("HANDOVER_NOT_OVER", Completing(handedOver, Now.AddDays(14)).Refusal?.Reason);
        var complete = handedOver.Then(Completing(handedOver, Now.AddDays(15))).Working!.Content;
        Assert.Equal("second", Assert.Single(complete.Claims.GetProperty("persons").EnumerateArray())
            .GetProperty("id").GetString());
        Assert.Null(new ContactView(complete).Handover);
    }

    [Fact]
    public void A_handover_is_cleared_only_once_the_nominating_authority_confirmed_it()
    {
        var before = Cleared(RecordTypes.PointOfContact);
        var begun = before.Then(HandingOver(before));
        var clear = new ClearRecord { Actor = Releaser };
        Assert.Equal("NOMINATION_MISSING", ClearingReason(Submitting(begun), clear));

        // Naming it again with the act that named who leaves confirms nothing.
        var same = Submitting(begun.Then(RecordDecider.Nominate(
            begun, new NominateContact { Actor = Nominator, Nomination = Fixture.Nomination }, Now)));
        Assert.Equal("NOMINATION_MISSING", ClearingReason(same, clear));
        Assert.Null(ClearingReason(Submitting(Nominating(begun, "note 2/26")), clear));
    }

    [Fact]
    public void A_handover_of_nothing_to_nobody_or_backwards_in_time_is_refused_by_field()
    {
        var before = Cleared(RecordTypes.PointOfContact);
        string[] FaultsOf(Func<BeginHandover, BeginHandover> change) =>
            [.. HandingOver(before, change).Refusal?.Faults.Select(fault => fault.Field) ?? []];
        Assert.Equal(["successorContactId"], FaultsOf(one => one with { Leaving = [], Following = [] }));
        Assert.Equal(["leaving"], FaultsOf(one => one with { Leaving = ["nobody"] }));
        Assert.Equal(["handover.until"], FaultsOf(one => one with { Overlap = new(Overlap.Until, Overlap.From) }));
        Assert.Equal(["handover.until"], FaultsOf(one => one with { Overlap = new(Overlap.From, null) }));
        Assert.Equal(["successorContactId"], FaultsOf(one => one with { Successor = Fixture.Record }));
        Assert.Equal("ROLE_NOT_ALLOWED", HandingOver(before, one => one with { Actor = Admin }).Refusal?.Reason);
        Assert.Equal("RECORD_STATE", Code(HandingOver(Drafted(RecordTypes.PointOfContact))));
    }

    [Fact]
    public void Only_the_nominating_authority_ends_a_contact_and_only_with_a_reference()
    {
        var state = Cleared(RecordTypes.PointOfContact);
        Outcome<ImmutableArray<IEvent>> Ending(Domain.Officers.Actor actor, string reference) =>
            RecordDecider.EndContact(
                state, new EndContact { Actor = actor, RemovalReference = reference }, Policies.Default, Now);
        Assert.Equal("ROLE_NOT_ALLOWED", Ending(Releaser, "note 3/26").Refusal?.Reason);
        Assert.Equal("ROLE_NOT_ALLOWED", Ending(Poc, "note 3/26").Refusal?.Reason);
        Assert.Equal("FIELDS_INVALID", Ending(Nominator, "").Refusal?.Reason);
        Assert.Null(Ending(Nominator, "note 3/26").Refusal);
    }

    [Fact]
    public void Who_is_away_is_not_on_duty_and_whoever_stands_in_comes_first()
    {
        var away = Entry(1, With(
            Contact,
            ("unavailable", """{"from":"2026-11-20T00:00:00Z","until":"2026-11-25T00:00:00Z"}"""),
            ("replacementContactId", "\"r2\"")));
        var standsIn = Entry(2, With(
            Contact, ("competences", """["press-none"]"""),
            ("officeName", """[{"lang":"en","text":"Second Desk","status":"authoritative"}]""")));

        var answer = Ask("incident-technical", away, standsIn);
        Assert.Equal([standsIn, away], answer.Nominated.Select(row => row.Entry));
        Assert.Contains("stands in for Duty Centre until 2026-11-25", answer.Nominated[0].Reasons);
        var row = answer.Nominated[1];
        Assert.Equal((false, ContactStanding.Unavailable), (row.IsOnDuty, row.Standing));
        Assert.Equal(new DateTimeOffset(2026, 11, 25, 0, 0, 0, TimeSpan.Zero), row.NextOpening);
        Assert.Equal(
            ["temporarily unavailable until 2026-11-25", "Second Desk stands in for it"], row.Reasons.Take(2));
        Assert.Equal(("replacement", standsIn), (row.Named[0].Relation, row.Named[0].Entry));

        // It answers again by itself.
        var later = Ask("incident-technical", Now.AddDays(3), away, standsIn);
        Assert.Equal(away, Assert.Single(later.Nominated).Entry);
        Assert.True(later.Nominated[0].IsOnDuty);
        var before = Ask("incident-technical", Now.AddDays(-3), away, standsIn).Nominated[0];
        Assert.Equal((true, away.View.Unavailable!.From), (before.IsOnDuty, before.NextClosing));
    }

    [Theory]
    [InlineData(7, ContactStanding.HandoverPending, "r1")]
    [InlineData(8, ContactStanding.HandoverPending, "r1 r2")]
    [InlineData(15, ContactStanding.HandedOver, "r2 r1")]
    [Trait("Edge", "1")]
    public void Both_are_in_the_answer_from_the_first_day_of_the_overlap_and_who_follows_is_first_after_the_last(
        int inDays, ContactStanding standing, string answer)
    {
        var leaves = Entry(1, With(
            Contact,
            ("handover", $$"""{"from":"{{Overlap.From:O}}","until":"{{Overlap.Until:O}}"}"""),
            ("successorContactId", "\"r2\"")));
        var follows = Entry(2, With(Contact, ("competences", """["press-none"]""")));
        var rows = Ask("incident-technical", Now.AddDays(inDays), leaves, follows).Nominated;
        Assert.Equal(answer, string.Join(' ', rows.Select(row => row.Entry.RecordId.Value)));
        Assert.Equal(standing, rows.Single(row => row.Entry == leaves).Standing);
    }

    [Fact]
    public void Above_its_highest_precedence_a_desk_leads_to_the_crisis_desk()
    {
        var policy = Entry(1, With(Contact, ("kinds", """["policy"]"""), ("maxPrecedence", "\"priority\"")));
        var crisis = Entry(2, With(Contact, ("competences", """["consultations"]""")));
        var limited = Entry(3, With(
            Contact, ("competences", """["consultations"]"""), ("maxPrecedence", "\"priority\"")));
        Assert.Equal(policy, Assert.Single(Ask("incident-technical", policy, crisis).Nominated).Entry);
        var row = Assert.Single(Ask("incident-technical", Now, "flash", policy, crisis, limited).Nominated);
        Assert.Equal(crisis, row.Entry);
        Assert.Contains("takes flash in place of Duty Centre, which accepts up to priority", row.Reasons);
    }

    [Fact]
    public void A_topic_that_a_desk_does_not_answer_for_leads_to_the_one_it_points_to()
    {
        var points = Entry(1, With(
            Contact, ("notFor", """[{"topic":"ci:energy","contactId":"r2"}]""")));
        var pointed = Entry(2, With(Contact, ("competences", """["norms"]""")));
        var row = Assert.Single(Ask("ci:energy", points, pointed).Nominated);
        Assert.Equal(pointed, row.Entry);
        Assert.Contains("answers for ci:energy in place of Duty Centre", row.Reasons);
    }

    [Fact]
    public void A_closed_desk_leads_to_its_deputy_and_pointers_in_a_circle_end()
    {
        const string mondays = """
            {"timeZone":"Europe/Vilnius","shifts":[{"weekday":"mon","from":"08:00","to":"17:00"}]}
            """;
        var one = Entry(1, With(
            Contact, ("coverage", "\"schedule\""), ("schedule", mondays), ("deputyContactId", "\"r2\"")));
        var two = Entry(2, With(
            Contact, ("coverage", "\"schedule\""), ("schedule", mondays), ("competences", """["norms"]"""),
            ("deputyContactId", "\"r3\"")));
        var three = Entry(3, With(Contact, ("competences", """["norms"]"""), ("deputyContactId", "\"r1\"")));
        var answer = Ask("incident-technical", one, two, three);
        Assert.Equal(
            ["r3", "r1", "r2"], answer.Nominated.Select(row => row.Entry.RecordId.Value));
    }

    [Fact]
    public void The_night_shift_speaks_and_answers_only_what_is_stated_for_all_hours()
    {
        var desk = Entry(1, With(
            Contact,
            ("schedule", """{"timeZone":"Europe/Vilnius","shifts":[{"weekday":"mon","from":"08:00","to":"17:00"}]}"""),
            ("languages", """
                [{"lang":"en","level":"working","hours":"24x7"},{"lang":"fr","level":"working","hours":"office"}]
                """),
            ("channels", """
                [{"id":"desk","type":"voice","value":"+9991","priorityOrder":1,"hours":"office"},
                 {"id":"night","type":"voice","value":"+9992","priorityOrder":2,"hours":"24x7"}]
                """)));
        var english = Entry(2, With(
            Contact, ("languages", """[{"lang":"fr","level":"basic","hours":"24x7"}]""")));

        // Sunday 05:05 in Vilnius, and the Monday after at ten.
        var night = Ask("incident-technical", Now, "routine", "fr", desk, english).Nominated;
        Assert.Equal([english, desk], night.Select(row => row.Entry));
        Assert.Contains("speaks fr in office hours, not now", night[1].Reasons);
        Assert.Equal("night", Assert.Single(night[1].Channels).Id);
        Assert.Equal(5, night[1].LocalTime!.Value.Hour);
        var day = Ask("incident-technical", Now.AddDays(1).AddHours(5), "routine", "fr", desk, english).Nominated;
        Assert.Contains("speaks fr", day.Single(row => row.Entry == desk).Reasons);
        Assert.Equal(2, day.Single(row => row.Entry == desk).Channels.Length);
    }

    [Theory]
    [InlineData("deputyContactId")]
    [InlineData("escalationNextId")]
    [InlineData("replacementContactId")]
    [InlineData("successorContactId")]
    public void A_contact_that_leads_back_to_itself_from_contact_to_contact_is_named_by_field(string field)
    {
        var third = new RecordId("10000000-0000-4000-8000-000000000003");
        ContactPointers To(RecordId target) =>
            ContactPointers.Of(With(Contact, (field, $"\"{target.Value}\"")));
        ContactPointers Own(RecordId contact) =>
            contact == Other ? To(third) : contact == third ? To(Fixture.Record) : ContactPointers.None;
        Assert.Equal([field], To(Other).FaultsOf(Fixture.Record, Own).Select(fault => fault.Field));
        Assert.Empty(To(Other).FaultsOf(new RecordId("10000000-0000-4000-8000-000000000009"), Own));
    }

    private static string? ClearingReason(RecordState state, ClearRecord command) =>
        RecordDecider.PrepareClear(state, command, Policies.Default).Refusal?.Reason;

    private static string Code(Outcome<ImmutableArray<IEvent>> outcome) =>
        outcome.Refusal?.Reason is "WRONG_STATE" ? "RECORD_STATE" : outcome.Refusal?.Reason ?? "";

    private static string Day(JsonElement person, string field) =>
        person.TryGetProperty(field, out var day) ? day.GetString()! : "";

    private static Outcome<ImmutableArray<IEvent>> HandingOver(
        RecordState state, Func<BeginHandover, BeginHandover>? change = null)
    {
        var command = new BeginHandover { Actor = Poc, Overlap = Overlap, Leaving = ["head"], Following = [Follower] };
        return RecordDecider.BeginHandover(state, change?.Invoke(command) ?? command, Self, Policies.Default, Now);
    }

    private static Outcome<ImmutableArray<IEvent>> Completing(RecordState state, DateTimeOffset at) =>
        RecordDecider.CompleteHandover(state, new CompleteHandover { Actor = Poc }, Self, Policies.Default, at);

    private static RecordState Nominating(RecordState state, string reference) => state.Then(RecordDecider.Nominate(
        state,
        new NominateContact { Actor = Nominator, Nomination = Fixture.Nomination with { ReferenceNo = reference } },
        Now));

    private static RecordState Submitting(RecordState state) =>
        state.Then(RecordDecider.Submit(state, new SubmitRecord { Actor = Poc }, Self, Now));

    private static ContactEntry Entry(int number, RecordContent content) =>
        new(new RecordId($"r{number}"), Xb, new ContactView(content));

    private static ContactAnswer Ask(string topic, params ContactEntry[] entries) => Ask(topic, Now, entries);

    private static ContactAnswer Ask(string topic, DateTimeOffset at, params ContactEntry[] entries) =>
        Ask(topic, at, "routine", entries);

    private static ContactAnswer Ask(
        string topic, DateTimeOffset at, string precedence, params ContactEntry[] entries) =>
        Ask(topic, at, precedence, null, entries);

    private static ContactAnswer Ask(
        string topic, DateTimeOffset at, string precedence, string? language, params ContactEntry[] entries) =>
        ContactLookup.Lookup(
            new ContactQuestion { At = at, Topics = [topic], Precedence = precedence, Language = language },
            entries, [], Policies.Default);
}
