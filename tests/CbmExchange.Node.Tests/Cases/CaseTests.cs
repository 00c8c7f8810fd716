using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Node.Tests.Hosting;
using CbmExchange.Node.Tests.Readings;
using CbmExchange.Store;
using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.DependencyInjection;

namespace CbmExchange.Node.Tests.Cases;

/// <summary>Cases of two nodes: what each side wrote, and what each keeps for itself.</summary>
public sealed class CaseTests(TwoNodes nodes) : IClassFixture<TwoNodes>
{
    [Fact]
    public async Task Both_sides_see_what_both_wrote_and_each_only_its_own_notes()
    {
        var sent = await CaseSteps.NotifiedAsync(nodes.A, "XB");
        await CaseSteps.CaseAsync(nodes.B, sent.RecordId);
        await CaseSteps.AcknowledgedAsync(nodes.B, sent.RecordId);
        await CaseSteps.NotedAsync(nodes.A, sent.RecordId, "Ours.");
        await CaseSteps.NotedAsync(nodes.B, sent.ReferenceNumber, "Theirs.");

        var ours = await CaseSteps.CaseAsync(
            nodes.A, sent.RecordId, answer => answer.Entries.Count(one => one.Message is not null) == 2);
        var theirs = await CaseSteps.CaseAsync(
            nodes.B, sent.ReferenceNumber, answer => answer.Entries.Count == 3);

        Assert.Equal(["XA", "XB"], ours.Case.Writers);
        Assert.Equal(["XA", "XB"], theirs.Case.Writers);
        Assert.Equal("Ours.", Assert.Single(ours.Entries, one => one.IsNational).Text);
        Assert.Equal("Theirs.", Assert.Single(theirs.Entries, one => one.IsNational).Text);
        Assert.Equal("incident-notification", theirs.Entries[0].Message.RecordType);
        Assert.Equal("acknowledgement", theirs.Entries[1].Message.RecordType);
        Assert.Equal(sent.ReferenceNumber, theirs.Entries[1].Message.AnswersReferenceNumber);
        Assert.NotNull(theirs.Entries[0].ReceivedAt);
        Assert.NotNull(theirs.Entries[0].AuthoredAt);
        Assert.Null(theirs.Entries[1].ReceivedAt);
        Assert.Equal("acknowledged", ours.Entries[0].Message.Recipients.Single().Receipt);
        Assert.Equal("", theirs.Entries[0].Late);
        Assert.Equal("", theirs.Entries[0].ClockNote);
    }

    [Fact]
    public async Task A_rebuild_from_zero_gives_the_same_cases()
    {
        var sent = await CaseSteps.NotifiedAsync(nodes.A, "XB");
        await CaseSteps.CaseAsync(nodes.B, sent.RecordId);
        await CaseSteps.AcknowledgedAsync(nodes.B, sent.RecordId);
        var note = await CaseSteps.NotedAsync(nodes.B, sent.RecordId, "Kept.");

        // That the other node fetched the acknowledgement is no event, and comes in its own time.
        var before = await CaseSteps.CaseAsync(nodes.B, sent.RecordId, answer => answer.Entries.Count == 3
            && answer.Entries.All(entry => entry.Message?.Recipients.All(one => one.Receipt != "waiting") != false));
        // A case is read with its own log; a list from the tables alone, which come after.
        var listed = await TwoNodes.UntilAsync(
            async () => await CaseSteps.Cases(nodes.B).ListCasesAsync(new ListCasesRequest { State = "all" }),
            list => list.Cases.Any(one => one.CaseId == note.CaseId
                && one.ChangedAt.ToDateTimeOffset() > note.At.ToDateTimeOffset().AddMilliseconds(-1)));

        await nodes.B.Host.Services.GetRequiredService<ProjectionRunner>().RebuildAsync("readings");

        var after = await CaseSteps.CaseAsync(nodes.B, sent.RecordId);
        var again = await CaseSteps.Cases(nodes.B).ListCasesAsync(new ListCasesRequest { State = "all" });
        Assert.Equal(before.Entries, after.Entries);
        Assert.Equal(listed.Cases, again.Cases);
    }

    [Fact]
    public async Task A_message_that_states_a_case_draws_what_answers_it_into_that_case()
    {
        var caseId = Guid.NewGuid().ToString();
        var first = await CaseSteps.NotifiedAsync(
            nodes.A, "XB", draft => draft.Body.IncidentNotification.CaseId = caseId);
        var second = await CaseSteps.NotifiedAsync(
            nodes.A, "XB", draft => draft.Body.IncidentNotification.CaseId = caseId);
        await CaseSteps.CaseAsync(nodes.B, second.RecordId);
        await CaseSteps.AcknowledgedAsync(nodes.B, first.RecordId);

        var found = await CaseSteps.CaseAsync(nodes.A, caseId, answer => answer.Case.MessageCount == 3);

        Assert.Equal(caseId, found.Case.CaseId);
        Assert.Equal(
            [first.RecordId, second.RecordId],
            found.Entries.Where(one => one.Who == "XA").Select(one => one.Message.RecordId));
    }

    [Fact]
    public async Task A_case_is_closed_with_a_reason_says_when_something_came_later_and_is_opened_again()
    {
        var sent = await CaseSteps.NotifiedAsync(nodes.A, "XB");
        await CaseSteps.CaseAsync(nodes.B, sent.RecordId);
        var cases = CaseSteps.Cases(nodes.A);

        var unknown = await CaseSteps.RefusedAsync(
            () => cases.CloseCaseAsync(Close(sent, "they-did-it")).ResponseAsync);
        var closed = await cases.CloseCaseAsync(Close(sent, "no-reply-recorded"));
        var twice = await CaseSteps.RefusedAsync(() => cases.CloseCaseAsync(Close(sent, "resolved")).ResponseAsync);
        var resting = await CaseSteps.CaseAsync(nodes.A, sent.RecordId, answer => answer.Case.Timers.Count == 0);
        await CaseSteps.AcknowledgedAsync(nodes.B, sent.RecordId);
        var moved = await CaseSteps.CaseAsync(nodes.A, sent.RecordId, answer => answer.Case.MovedSinceClosed);
        var open = await cases.ListCasesAsync(new ListCasesRequest());
        var shut = await cases.ListCasesAsync(new ListCasesRequest { State = "closed" });
        var again = await cases.ReopenCaseAsync(new ReopenCaseRequest
        {
            CommandId = Drafts.NewCommand(), Case = sent.RecordId,
        });

        Assert.Equal("InvalidArgument", unknown);
        Assert.Equal("FailedPrecondition", twice);
        Assert.Equal("closed", closed.State);
        Assert.Equal("no-reply-recorded", resting.Case.ClosedReason);
        Assert.DoesNotContain(open.Cases, one => one.CaseId == moved.Case.CaseId);
        Assert.Contains(shut.Cases, one => one.CaseId == moved.Case.CaseId && one.MovedSinceClosed);
        Assert.Equal("open", again.State);
    }

    [Fact]
    [Trait("Journey", "J14")]
    [Trait("Edge", "27")]
    public async Task A_talk_by_telephone_while_everything_was_down_is_kept_afterwards_as_sent_out_of_band()
    {
        var cases = CaseSteps.Cases(nodes.A);
        var opened = await cases.OpenCaseAsync(new OpenCaseRequest
        {
            CommandId = Drafts.NewCommand(), Title = "Outage of the grid, told by telephone",
        });
        var at = TimeProvider.System.GetUtcNow().AddHours(-2);
        RecordOutOfBandRequest Talk(DateTimeOffset occurred) => new()
        {
            CommandId = Drafts.NewCommand(),
            Case = opened.CaseId,
            Talk = new OutOfBand
            {
                Direction = "sent",
                Channel = "voice",
                Participant = "XB",
                Who = "duty desk",
                OccurredAt = occurred.ToTimestamp(),
                ReferenceNumber = "XA-2026-7K3QD4",
                Summary = "Read out the number; they will look.",
            },
        };

        await cases.RecordOutOfBandAsync(Talk(at));
        var future = await CaseSteps.RefusedAsync(
            () => cases.RecordOutOfBandAsync(Talk(at.AddDays(2))).ResponseAsync);
        var found = await CaseSteps.CaseAsync(nodes.A, opened.CaseId);
        var list = await cases.ListCasesAsync(new ListCasesRequest());

        var entry = Assert.Single(found.Entries, one => one.Kind == "out-of-band");
        Assert.StartsWith("sent out of band to XB, duty desk by voice", entry.Sentence, StringComparison.Ordinal);
        Assert.Equal("Read out the number; they will look.", entry.Text);
        Assert.Equal(at.ToTimestamp(), entry.OccurredAt);
        Assert.True(entry.StoredAt > entry.OccurredAt);
        Assert.Equal("InvalidArgument", future);
        Assert.Contains(list.Cases, one => one.Title == "Outage of the grid, told by telephone");
    }

    [Fact]
    [Trait("Edge", "23")]
    public async Task Records_are_linked_as_this_node_sees_it_and_stay_two()
    {
        var one = await CaseSteps.NotifiedAsync(nodes.A, "XB");
        var other = await CaseSteps.NotifiedAsync(nodes.B, "XA");
        await CaseSteps.CaseAsync(nodes.A, other.RecordId);
        var ours = await ReadAsync(one.RecordId);
        var received = await ReadAsync(other.RecordId);
        await CaseSteps.Cases(nodes.A).LinkRecordsAsync(new LinkRecordsRequest
        {
            CommandId = Drafts.NewCommand(),
            From = one.RecordId,
            Relation = "same-incident-as",
            To = other.ReferenceNumber,
        });

        var first = await CaseSteps.CaseAsync(nodes.A, one.RecordId);
        var second = await CaseSteps.CaseAsync(nodes.A, other.RecordId);
        var theirs = await CaseSteps.CaseAsync(nodes.B, other.RecordId);

        Assert.NotEqual(first.Case.CaseId, second.Case.CaseId);
        Assert.Single(first.Entries, entry => entry.Link?.ToOriginator == "XB");
        Assert.Single(second.Entries, entry => entry.Link?.FromRecordId == one.RecordId);
        Assert.DoesNotContain(theirs.Entries, entry => entry.IsNational);

        // Nothing of either is taken over into the other: not its words, not its precedence, not its receipts.
        Assert.Equal("same-incident-as", first.Entries.Single(entry => entry.Link is not null).Link.Relation);
        Assert.Equal(1, first.Case.MessageCount);
        Assert.Equal(1, second.Case.MessageCount);
        Assert.Equal(["XA"], first.Case.Writers);
        Assert.Equal(["XB"], second.Case.Writers);
        Assert.Equal(ours.ContentHash, (await ReadAsync(one.RecordId)).ContentHash);
        Assert.Equal(received, await ReadAsync(other.RecordId));
    }

    private async Task<RecordView> ReadAsync(string record) =>
        await nodes.A.Publishing("duty").GetRecordAsync(new GetRecordRequest { Record = record });

    [Fact]
    public async Task Who_may_not_keep_a_case_writes_nothing_in_it_and_reads_no_note()
    {
        var sent = await CaseSteps.NotifiedAsync(nodes.A, "XB");
        await CaseSteps.CaseAsync(nodes.A, sent.RecordId);
        await CaseSteps.NotedAsync(nodes.A, sent.RecordId, "Not for observers.");
        var observed = await CaseSteps.CaseAsync(nodes.B, sent.RecordId, officer: "observer");
        await CaseSteps.NotedAsync(nodes.B, sent.RecordId, "Not for observers either.");

        var again = await CaseSteps.CaseAsync(nodes.B, sent.RecordId, officer: "observer");
        var technical = await CaseSteps.CaseAsync(nodes.A, sent.RecordId, officer: "tech");
        async Task<string> NoteAsync(string officer) => await CaseSteps.RefusedAsync(
            () => CaseSteps.Cases(nodes.A, officer).AddNoteAsync(new AddNoteRequest
            {
                CommandId = Drafts.NewCommand(), Case = sent.RecordId, Text = "No.",
            }).ResponseAsync);

        Assert.Equal(observed.Entries, again.Entries);
        Assert.Contains(technical.Entries, entry => entry.IsNational);
        Assert.Equal("PermissionDenied", await NoteAsync("admin"));
        Assert.Equal("PermissionDenied", await NoteAsync("observer"));
        Assert.Equal("PermissionDenied", await NoteAsync("auditor"));
        Assert.Equal("NotFound", await CaseSteps.RefusedAsync(() => CaseSteps.Cases(nodes.A).GetCaseAsync(
            new GetCaseRequest { Case = Guid.NewGuid().ToString() }).ResponseAsync));
    }

    private static CloseCaseRequest Close(RecordCommandReply sent, string reason) => new()
    {
        CommandId = Drafts.NewCommand(), Case = sent.RecordId, Reason = reason,
    };
}
