using System.Collections.Immutable;
using CbmExchange.Domain.Contacts;
using CbmExchange.Domain.Records;
using CbmExchange.Domain.Reference;
using static CbmExchange.Domain.Tests.Fixture;

namespace CbmExchange.Domain.Tests;

public sealed class ContactLookupTests
{
    private const string FijiOffice = """
        {"timeZone":"Pacific/Fiji","shifts":[{"weekday":"mon","from":"08:00","to":"17:00"}]}
        """;

    private static readonly ContactQuestion Question = new()
    {
        At = Now,
        Topics = ["incident-technical"],
        Language = "fr",
    };

    [Fact]
    public void Whoever_is_on_duty_comes_first_and_the_reasons_say_why()
    {
        var closed = Entry(1, With(Contact, ("coverage", "\"schedule\""), ("schedule", FijiOffice)), Now);
        var open = Entry(2, Contact);
        var answer = Ask(Question, closed, open);
        Assert.Equal([open, closed], answer.Nominated.Select(row => row.Entry));
        Assert.Contains("24/7", answer.Nominated[0].Reasons);
        Assert.Contains("speaks fr", answer.Nominated[0].Reasons);
        Assert.Contains("never verified", answer.Nominated[0].Reasons);
        // 03:05 UTC on Sunday is 15:05 in Suva; Monday 08:00 is 16 h 55 min away.
        Assert.Contains("opens in 16 h 55 min (08:00 Fiji)", answer.Nominated[1].Reasons);
    }

    [Fact]
    public void The_language_comes_before_freshness_and_freshness_before_the_rest()
    {
        var english = With(Contact, ("languages", """[{"lang":"en","level":"working"}]"""));
        var fresh = Entry(1, english, Now.AddDays(-1));
        var french = Entry(2, Contact, Now.AddMonths(-7));
        var frenchFresh = Entry(3, Contact, Now.AddMonths(-1));
        Assert.Equal(
            [frenchFresh, french, fresh],
            Ask(Question, fresh, french, frenchFresh).Nominated.Select(row => row.Entry)
        );
    }

    [Fact]
    public void Nothing_is_hidden_for_being_stale()
    {
        var stale = Entry(1, With(Contact, ("reviewBy", "\"2025-01-01T00:00:00Z\"")), Now);
        var row = Assert.Single(Ask(Question, stale).Nominated);
        Assert.Equal(ContactHealth.Stale, row.Health);
        Assert.Contains("review overdue since 2025-01-01", row.Reasons);
    }

    [Theory]
    [InlineData(0, ContactHealth.Verified)]
    [InlineData(-4, ContactHealth.Verified)]
    [InlineData(-5, ContactHealth.Due)]
    [InlineData(-6, ContactHealth.Stale)]
    public void Verification_ages(int months, ContactHealth health) =>
        Assert.Equal(health, ContactLookup.HealthOf(Entry(1, Contact, Now.AddMonths(months)), Now, Policies.Default));

    [Theory]
    [InlineData("routine", false)]
    [InlineData("priority", true)]
    [InlineData("flash", true)]
    public void A_desk_that_does_not_accept_the_precedence_is_not_in_the_answer(string max, bool isInAnswer)
    {
        var answer = Ask(
            Question with
            {
                Precedence = "priority",
            },
            Entry(1, With(Contact, ("maxPrecedence", $"\"{max}\"")))
        );
        Assert.Equal(isInAnswer, answer.Nominated.Length == 1);
        Assert.Equal(isInAnswer ? ContactAnswer.NominatedKind : ContactAnswer.NoneForThisKind, answer.Kind);
    }

    [Fact]
    public void A_topic_that_a_desk_points_elsewhere_is_respected() =>
        Assert.Empty(
            Ask(Question, Entry(1, With(Contact, ("notFor", """[{"topic":"incident-technical"}]""")))).Nominated
        );

    [Fact]
    public void Of_many_contacts_the_best_are_given_and_the_others_counted()
    {
        var entries = Enumerable.Range(1, 9)
            .Select(number => Entry(number, With(Contact, ("coverage", "\"schedule\""), ("schedule", FijiOffice))))
            .Append(Entry(0, Contact)).ToArray();

        var some = Ask(Question with { CountMax = 3 }, entries);
        var all = Ask(Question, entries);

        Assert.Equal(all.Nominated.Take(3).Select(row => row.Entry), some.Nominated.Select(row => row.Entry));
        Assert.Equal("r0", some.Nominated[0].Entry.RecordId.Value);
        Assert.Equal((7, 0), (some.LeftOut, all.LeftOut));
    }

    [Fact]
    public void A_partly_disclosed_contact_answers_with_what_it_has()
    {
        var row = Assert.Single(Ask(Question, Entry(1, RecordContent.Parse("{}"))).Nominated);
        Assert.Null(row.IsOnDuty);
        Assert.Contains("hours not shared", row.Reasons);
        Assert.Empty(row.Channels);
    }

    [Fact]
    public void Channels_stand_in_their_order_for_the_precedence_asked()
    {
        var content = With(
            Contact,
            (
                "channels",
                """
                [{"id":"b","type":"voice","value":"+9991","priorityOrder":2},
                 {"id":"a","type":"voice","value":"+9992","priorityOrder":1},
                 {"id":"red","type":"voice","value":"+9993","priorityOrder":3,"usableFromPrecedence":"flash"}]
                """
            )
        );
        Assert.Equal(["a", "b"], Ask(Question, Entry(1, content)).Nominated[0].Channels.Select(channel => channel.Id));
    }

    [Fact]
    public void Where_nobody_is_nominated_public_fallbacks_stand_apart_with_source_and_date()
    {
        var withdrawn = Entry(1, Contact) with { IsWithdrawn = true };
        var answer = Ask(Question, withdrawn);
        Assert.Equal(ContactAnswer.NoneNominatedKind, answer.Kind);
        Assert.Empty(answer.Nominated);
        var fallback = Assert.Single(answer.Fallbacks);
        Assert.Equal("imported-public", fallback.Provenance);
        Assert.Equal(("list of teams", "2026-11"), (fallback.Source, fallback.SourceDate));
    }

    [Fact]
    public void A_nominated_answer_carries_no_fallback() => Assert.Empty(Ask(Question, Entry(1, Contact)).Fallbacks);

    [Fact]
    public void The_reference_number_is_spelt_for_the_phone() =>
        Assert.Equal("X-ray Alfa dash Two Zero Two Six dash Seven Kilo", ReferenceNumber.Spoken("XA-2026-7K"));

    private static ContactEntry Entry(int number, RecordContent content, DateTimeOffset? verifiedAt = null) =>
        new(new RecordId($"r{number}"), Xb, new ContactView(content))
        {
            Verifications = verifiedAt is not { } at
                ? []
                :
                [
                    .. new ContactView(content).Channels.Select(channel => new ChannelVerification(
                        channel.Id!, channel.Fingerprint, VerificationMethods.CallBack, VerificationResults.InTime,
                        at)),
                ],
        };

    private static ContactAnswer Ask(ContactQuestion question, params IEnumerable<ContactEntry> entries)
    {
        var row = new ReferenceImported(
            ReferenceState.CsirtsDataset,
            "XB",
            "1",
            ImmutableSortedDictionary<string, string>.Empty.Add("team_name", "CERT-XB"),
            "list of teams",
            "2026-11",
            Admin.Id,
            Now
        );
        return ContactLookup.Lookup(
            question,
            entries,
            ReferenceState.Empty.Apply(row).FallbacksFor("xb"),
            Policies.Default
        );
    }
}
