using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Contracts.Record.V1;
using CbmExchange.Domain;
using CbmExchange.Domain.Contacts;
using CbmExchange.Node.Publishing;
using CbmExchange.Node.Tests.Hosting;
using CbmExchange.Node.Tests.Readings;
using CbmExchange.Store;
using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.DependencyInjection;
using Period = CbmExchange.Contracts.Record.V1.Period;

namespace CbmExchange.Node.Tests.Contacts;

/// <summary>The life of a contact of XA, as XB reads it (domain.md §4.6, §4.21: 1, §5.1 J2).</summary>
public sealed class HandoverTests(TwoNodes nodes) : IClassFixture<TwoNodes>
{
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    private TestNode A => nodes.A;

    private DirectoryService.DirectoryServiceClient DeskB => ContactSteps.Directory(nodes.B);

    [Fact]
    [Trait("Journey", "J2")]
    [Trait("Edge", "1")]
    public async Task A_change_of_staff_has_days_in_which_both_are_reached_and_ends_with_the_successor_alone()
    {
        var contact = await ContactSteps.PublishedAsync(
            A, ContactSteps.Draft("ci:space", "Space Desk"), Drafts.To("XB"));
        var (from, until) = (Now.AddDays(-8).Date, Now.AddDays(-1).Date);
        var begun = await A.Publishing("author").HandOverContactAsync(new HandOverContactRequest
        {
            CommandId = Drafts.NewCommand(),
            RecordId = contact.RecordId,
            ExpectedVersion = contact.HeldVersion,
            Overlap = Days(from, until),
            Leaving = { "one" },
            Following = { new Person { Id = "two", Name = { Drafts.Text("B. Follower") } } },
        });
        var early = await A.Publishing("author").SubmitRecordAsync(Flow.Command(begun));
        Assert.Equal(
            "FailedPrecondition NOMINATION_NEEDED",
            await Refused.ReasonAsync(
                async () => await A.Publishing("authority").ClearRecordAsync(Flow.Command(early))));
        var confirmed = await ContactSteps.NominatedAsync(A, early, "note 2/26");
        var cleared = await A.Publishing("authority").ClearRecordAsync(Flow.Command(confirmed));
        var handedOver = (await A.Publishing("authority").ReleaseRecordAsync(
            Flow.Release(cleared, Drafts.To("XB")))).Record;

        await PersonsAsync(Now, "two");
        await PersonsAsync(until.AddDays(-1), "one", "two");
        await PersonsAsync(from, "one", "two");
        await PersonsAsync(from.AddDays(-1), "one");

        var complete = await A.Publishing("author").CompleteHandoverAsync(Flow.Command(handedOver));
        await ContactSteps.ReleasedAsync(A, complete, Drafts.To("XB"));
        await PersonsAsync(from.AddDays(-1));
        Assert.Contains(await ReplacedAsync(contact.RecordId), since => since > Now);
        var (_, csv) = await ContactSteps.ExportAsync(ContactSteps.Directory(A), "csv", "XA");
        Assert.Contains(contact.ReferenceNumber, csv, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Edge", "1")]
    public async Task A_desk_hands_over_to_another_one_and_both_are_reached_until_the_last_day()
    {
        var follows = await ContactSteps.PublishedAsync(
            A, ContactSteps.Draft("press-none", "New Desk"), Drafts.To("XB"));
        var leaves = await ContactSteps.PublishedAsync(
            A, ContactSteps.Draft("ci:water", "Old Desk"), Drafts.To("XB"));
        var begun = await A.Publishing("author").HandOverContactAsync(new HandOverContactRequest
        {
            CommandId = Drafts.NewCommand(),
            RecordId = leaves.RecordId,
            ExpectedVersion = leaves.HeldVersion,
            Overlap = Days(Now.AddDays(-1), Now.AddDays(6)),
            Successor = follows.ReferenceNumber,
        });
        var handedOver = await ContactSteps.ReleasedAsync(
            A, await ContactSteps.NominatedAsync(A, begun, "note 3/26"), Drafts.To("XB"));

        var both = await AskAsync("ci:water", Now, answer => answer.Contacts.Count == 2);
        Assert.Equal(["Old Desk", "New Desk"], both.Contacts.Select(one => one.Office));
        Assert.Equal("handover-pending", both.Contacts[0].Standing);
        Assert.Equal("successor", both.Contacts[0].Named[0].Relation);
        var later = await AskAsync("ci:water", Now.AddDays(7), answer => answer.Contacts.Count == 2);
        Assert.Equal(["New Desk", "Old Desk"], later.Contacts.Select(one => one.Office));
        Assert.Equal("handed-over", later.Contacts[1].Standing);
        Assert.Equal("published", handedOver.State);
    }

    [Fact]
    [Trait("Edge", "1")]
    public async Task A_contact_is_ended_by_the_nominating_authority_alone_and_everyone_who_holds_it_is_told()
    {
        var contact = await ContactSteps.PublishedAsync(
            A, ContactSteps.Draft("ci:finance", "Ended Desk"), Drafts.To("XB"));
        await AskAsync("ci:finance", Now, answer => answer.Contacts.Count == 1);
        var end = new EndContactRequest
        {
            CommandId = Drafts.NewCommand(),
            RecordId = contact.RecordId,
            ExpectedVersion = contact.HeldVersion,
            RemovalReference = "note 4/26",
        };
        Assert.Equal(
            "PermissionDenied ROLE_MISSING",
            await Refused.ReasonAsync(async () => await A.Publishing("authority").EndContactAsync(end)));
        var ended = await A.Publishing("nominator").EndContactAsync(end);
        Assert.Equal(["XB"], ended.Told);
        Assert.Equal(ended, await A.Publishing("nominator").EndContactAsync(end));
        await AskAsync("ci:finance", Now, answer => answer.Contacts.Count == 0);
        end.CommandId = Drafts.NewCommand();
        end.ExpectedVersion = ended.Record.HeldVersion;
        Assert.Equal(
            "FailedPrecondition RECORD_STATE",
            await Refused.ReasonAsync(async () => await A.Publishing("nominator").EndContactAsync(end)));
    }

    [Fact]
    public async Task A_desk_that_is_away_points_to_who_stands_in_and_answers_again_by_itself()
    {
        var standsIn = await ContactSteps.PublishedAsync(
            A, ContactSteps.Draft("press-none", "Second Desk"), Drafts.To("XB"));
        var desk = await ContactSteps.PublishedAsync(
            A, ContactSteps.Draft("ci:health", "First Desk"), Drafts.To("XB"));
        var request = new SetContactAvailabilityRequest
        {
            CommandId = Drafts.NewCommand(),
            RecordId = desk.RecordId,
            ExpectedVersion = desk.HeldVersion,
            Unavailable = Days(Now.AddHours(-1), Now.AddDays(3)),
            Replacement = "XA-2026-00000",
        };
        Assert.Equal("InvalidArgument FIELDS_INVALID", await Refused.ReasonAsync(
            async () => await A.Publishing("author").SetContactAvailabilityAsync(request)));
        (request.CommandId, request.Replacement) = (Drafts.NewCommand(), standsIn.RecordId);
        var away = await ContactSteps.ReleasedAsync(
            A, await A.Publishing("author").SetContactAvailabilityAsync(request), Drafts.To("XB"));

        var answer = await AskAsync("ci:health", Now, one => one.Contacts.Count == 2);
        Assert.Equal(["Second Desk", "First Desk"], answer.Contacts.Select(one => one.Office));
        Assert.Equal(("unavailable", "not-on-duty"), (answer.Contacts[1].Standing, answer.Contacts[1].Duty.State));
        Assert.StartsWith(
            "temporarily unavailable, until ", answer.Contacts[1].Duty.Sentence, StringComparison.Ordinal);
        var later = await AskAsync("ci:health", Now.AddDays(4), one => one.Contacts.Count == 1);
        Assert.Equal("First Desk", later.Contacts[0].Office);

        (request.CommandId, request.ExpectedVersion) = (Drafts.NewCommand(), away.HeldVersion);
        (request.Unavailable, request.Replacement) = (null, "");
        await ContactSteps.ReleasedAsync(
            A, await A.Publishing("author").SetContactAvailabilityAsync(request), Drafts.To("XB"));
        await AskAsync("ci:health", Now, one => one.Contacts is [{ Standing: "active", Office: "First Desk" }]);
    }

    [Fact]
    public async Task Whoever_does_not_hold_the_replacement_is_not_told_that_there_is_one()
    {
        var hidden = await A.Publishing("author").DraftRecordAsync(ContactSteps.Draft("press-none", "Hidden Desk"));
        var draft = ContactSteps.Draft("ci:food", "Shown Desk", contact =>
        {
            contact.ReplacementContactId = hidden.RecordId;
            contact.DeputyContactId = hidden.RecordId;
            contact.Unavailable = Days(Now.AddHours(-1), Now.AddDays(3));
        });
        var shown = await ContactSteps.PublishedAsync(A, draft, Drafts.To("XB"));

        var answer = await AskAsync("ci:food", Now, one => one.Contacts.Count == 1);
        Assert.Empty(answer.Contacts[0].Named);
        Assert.DoesNotContain(
            answer.Contacts[0].Reasons, reason => reason.Contains("stands in", StringComparison.Ordinal));
        var held = await nodes.B.Publishing("duty").GetRecordAsync(new GetRecordRequest { Record = shown.RecordId });
        Assert.DoesNotContain(hidden.RecordId, held.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_contacts_that_name_each_other_are_refused_before_they_are_published()
    {
        var one = await A.Publishing("author").DraftRecordAsync(ContactSteps.Draft("norms", "One Desk"));
        var other = await A.Publishing("author").DraftRecordAsync(ContactSteps.Draft(
            "norms", "Other Desk", contact => contact.EscalationNextId = one.RecordId));
        Assert.NotEmpty(other.RecordId);
        var back = ContactSteps.Draft("norms", "One Desk", contact => contact.EscalationNextId = other.RecordId);
        Assert.Equal("InvalidArgument FIELDS_INVALID", await Refused.ReasonAsync(
            async () => await A.Publishing("author").ReviseRecordAsync(new ReviseRecordRequest
            {
                CommandId = Drafts.NewCommand(),
                RecordId = one.RecordId,
                ExpectedVersion = one.HeldVersion,
                AuthoritativeLanguages = { "en" },
                Body = back.Body,
            })));
    }

    private static Period Days(DateTimeOffset from, DateTimeOffset until) => new()
    {
        From = from.ToTimestamp(),
        Until = until.ToTimestamp(),
    };

    private static Period Days(DateTime from, DateTime until) => Days(Utc(from), Utc(until));

    private static DateTimeOffset Utc(DateTime day) => new(System.DateTime.SpecifyKind(day, DateTimeKind.Utc));

    private Task<LookupResponse> AskAsync(string topic, DateTimeOffset at, Func<LookupResponse, bool> fits) =>
        ContactSteps.LookupAsync(
            DeskB, new LookupRequest { State = "XA", Topic = topic, At = at.ToTimestamp() }, fits);

    private Task PersonsAsync(DateTime at, params string[] ids) => PersonsAsync(Utc(at), ids);

    private Task PersonsAsync(DateTimeOffset at, params string[] ids) => AskAsync(
        "ci:space", at,
        answer => answer.Contacts is [var desk] && desk.Persons.Select(person => person.Id).SequenceEqual(ids));

    // Since when each person of a contact is replaced, folded from its events: 90 days later the keeper destroys them.
    private async Task<IReadOnlyCollection<DateTimeOffset>> ReplacedAsync(string record)
    {
        var history = PersonHistory.Empty;
        var store = A.Host.Services.GetRequiredService<PostgresEventStore>();
        await foreach (var stored in store.ReadStreamAsync(OwnRecordTable.StreamOf(new RecordId(record))))
        {
            history = history.Apply(stored.Body, stored.Timestamp);
        }

        return [.. history.ReplacedSince.Values];
    }
}
