using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Node.Tests.Hosting;
using CbmExchange.Node.Tests.Readings;
using static CbmExchange.Node.Tests.Checks.CheckNodes;

namespace CbmExchange.Node.Tests.Checks;

/// <summary>Communication checks between three nodes (domain.md §4.7, §5.1 J4, §5.2 J7).</summary>
[Collection(nameof(CheckNodes))]
public sealed class CheckJourneyTests(CheckNodes nodes) : IClassFixture<CheckNodes>
{
    [Fact]
    [Trait("Journey", "J4")]
    public async Task An_officer_reads_the_message_types_one_group_and_sees_only_its_own_results()
    {
        var check = await nodes.OpenAsync(request => request.Participants.Add(["XA", "XB"]));
        var message = await nodes.ArrivedAsync(nodes.A, check, "XA");
        await nodes.ArrivedAsync(nodes.B, check, "XB");

        var answer = await AnswerAsync(nodes.A, message.RecordId, CodeOf(message));
        var again = await AnswerAsync(nodes.A, message.RecordId, CodeOf(message));
        var row = await nodes.RowAsync(check, "XA", one => one.State == "answered");
        var inbox = await new MessagingService.MessagingServiceClient(nodes.A.As("duty"))
            .ListInboxAsync(new ListInboxRequest());
        await FinishAsync(check, "XB");
        var result = await ResultAsync(nodes.A, message.RecordId);
        var own = await ListAsync(nodes.A);

        Assert.Equal(("test", "TLP:AMBER+STRICT"), (message.Context, message.Marking.Tlp));
        Assert.Equal((false, true, true), (answer.AlreadyAnswered, answer.CodeShown, again.AlreadyAnswered));
        Assert.Equal("answered", row.Channels.Single().State);
        var item = inbox.Items.Single(one => one.Record.RecordId == message.RecordId);
        Assert.Equal(("Night desk", ""), (item.AcknowledgedByDesk, item.Timer));
        Assert.Equal("acknowledged-in-time", result.Body.CheckResult.Results.Single().Result);
        Assert.InRange(own.Results.Count, 1, 5);
        Assert.Empty(own.Checks);
    }

    [Fact]
    [Trait("Journey", "J7")]
    public async Task A_secretariat_checks_its_members_and_tells_each_its_own_result_and_the_meeting_no_name()
    {
        var plan = await nodes.PlanAsync(MembersByInboxAndTelephone);
        await DryRunAsync(plan.CheckId);
        var opened = await Client(nodes.O, "authority").OpenCheckAsync(Command(plan.CheckId));
        var toA = await nodes.ArrivedAsync(nodes.A, plan.CheckId, "XA");
        var toB = await nodes.ArrivedAsync(nodes.B, plan.CheckId, "XB");
        await AnswerAsync(nodes.A, toA.RecordId, CodeOf(toA));
        var call = await nodes.CallAsync(plan.CheckId, "XB");
        await AnswerAsync(nodes.B, toB.RecordId, call.Code);
        var rowB = await nodes.RowAsync(plan.CheckId, "XB", row => row.State == "answered");
        await nodes.RowAsync(plan.CheckId, "XA", row => row.State == "answered");
        await Client(nodes.O, "author").CloseCheckAsync(Command(plan.CheckId));
        var report = await ReportAsync(plan.CheckId);
        await Client(nodes.O, "authority").SendCheckResultsAsync(Command(plan.CheckId));
        var ofA = await ResultAsync(nodes.A, toA.RecordId);
        var ofB = await ResultAsync(nodes.B, toB.RecordId);

        Assert.Equal((3, 2), (plan.ParticipantCount, opened.ParticipantCount));
        Assert.Contains(call.Code[..3], call.Words[0].Text, StringComparison.Ordinal);
        Assert.Equal("+442079460101", call.Value);
        Assert.Equal(
            ["node-inbox delivered, waiting for a human", "voice-1 answered"],
            rowB.Channels.Select(channel => $"{channel.Channel} {channel.State}"));
        Assert.Equal(
            ["acknowledged-in-time", "not-tested"], ofA.Body.CheckResult.Results.Select(one => one.Result));
        Assert.Equal(
            ["delivered-no-human", "acknowledged-in-time"], ofB.Body.CheckResult.Results.Select(one => one.Result));
        Assert.Equal("", (await FindAsync(nodes.A, ofB.RecordId)).RecordId);
        IsForAMeeting(report);
    }

    [Fact]
    [Trait("Edge", "20")]
    public async Task A_machines_receipt_an_acknowledgement_or_all_groups_at_once_do_not_count()
    {
        var check = await nodes.OpenAsync(request => request.Participants.Add("XA"));
        var message = await nodes.ArrivedAsync(nodes.A, check, "XA");
        var groups = message.Body.CommunicationCheck.Challenge.Groups;
        var delivered = await nodes.RowAsync(
            check, "XA", row => row.Channels[0].State == "delivered, waiting for a human");

        await new MessagingService.MessagingServiceClient(nodes.A.As("duty")).AcknowledgeAsync(new AcknowledgeRequest
        {
            CommandId = Drafts.NewCommand(), Record = message.RecordId, DutyDesk = "Night desk",
        });
        var echo = await Refused.ReasonAsync(() => AnswerAsync(nodes.A, message.RecordId, string.Join(' ', groups)));
        var unknown = await Refused.ReasonAsync(() => AnswerAsync(nodes.A, message.RecordId, Other(groups)));
        var wrong = await AnswerAsync(nodes.A, message.RecordId, groups.First(group => group != CodeOf(message)));
        var right = await AnswerAsync(nodes.A, message.RecordId, CodeOf(message));
        var answered = await nodes.RowAsync(check, "XA", row => row.State == "answered");

        Assert.Equal("waiting", delivered.State);
        Assert.Equal("InvalidArgument FIELDS_INVALID", echo);
        Assert.Equal("FailedPrecondition CODE_NOT_SHOWN", unknown);
        Assert.Equal(("answered", right.AnsweredAt), (answered.Channels[0].State, answered.Channels[0].At));
        Assert.NotEqual(wrong.AnsweredAt, right.AnsweredAt);
    }

    [Fact]
    public async Task An_answered_check_verifies_the_channel_at_who_checked_and_nowhere_else()
    {
        var check = await nodes.OpenAsync(request => request.Participants.Add("XB"));
        var message = await nodes.ArrivedAsync(nodes.B, check, "XB");
        await AnswerAsync(nodes.B, message.RecordId, CodeOf(message));
        await nodes.RowAsync(check, "XB", row => row.State == "answered");

        var directory = new DirectoryService.DirectoryServiceClient(nodes.O.As("duty"));
        var contact = (await directory.ListContactsAsync(new ListContactsRequest { State = "XB" })).Contacts.Single();

        var inbox = contact.ChannelHealth.Single(channel => channel.ChannelId == "inbox");
        Assert.Equal(("verified", "check"), (inbox.Health, inbox.Method));
    }

    [Fact]
    public async Task A_check_is_of_nobody_elses_members_needs_a_second_person_and_hides_itself()
    {
        var mine = new PlanCheckRequest { CommandId = Drafts.NewCommand(), Body = "XO" };
        var foreign = await Refused.ReasonAsync(() => Client(nodes.A, "author").PlanCheckAsync(mine).ResponseAsync);
        var plan = await nodes.PlanAsync(request => request.Participants.Add("XA"));
        var observer = await Refused.ReasonAsync(
            () => Client(nodes.O, "observer").GetCheckBoardAsync(
                new GetCheckBoardRequest { CheckId = plan.CheckId }).ResponseAsync);
        var unopened = await Refused.ReasonAsync(() => nodes.CallAsync(plan.CheckId, "XA"));
        var absent = await Refused.ReasonAsync(() => nodes.BoardAsync(Guid.NewGuid().ToString()));

        Assert.Equal("FailedPrecondition NOT_SECRETARIAT", foreign);
        Assert.Equal("PermissionDenied ROLE_MISSING", observer);
        Assert.StartsWith("NotFound", unopened, StringComparison.Ordinal);
        Assert.Equal("NotFound NOT_FOUND", absent);
    }

    [Fact]
    public async Task A_check_that_was_announced_is_announced_once_and_its_announcement_is_not_answered()
    {
        var plan = await nodes.PlanAsync(request =>
        {
            request.Participants.Add("XB");
            request.Announced = true;
        });
        await Client(nodes.O, "authority").AnnounceCheckAsync(Command(plan.CheckId));
        var twice = await Refused.ReasonAsync(
            () => Client(nodes.O, "authority").AnnounceCheckAsync(Command(plan.CheckId)).ResponseAsync);
        var inbox = new MessagingService.MessagingServiceClient(nodes.B.As("duty"));
        var told = await TwoNodes.UntilAsync(
            async () => (await inbox.ListInboxAsync(new ListInboxRequest { OnlyUnacknowledged = true })).Items
                .FirstOrDefault(item => item.Record.Body.CommunicationCheck?.Purpose == "announcement"),
            item => item is not null);

        var refused = await Refused.ReasonAsync(() => AnswerAsync(nodes.B, told!.Record.RecordId, "123456"));
        var opened = await Client(nodes.O, "authority").OpenCheckAsync(Command(plan.CheckId));

        Assert.Equal("FailedPrecondition CHECK_WRONG_PHASE", twice);
        Assert.Equal("FailedPrecondition NOT_A_CHECK", refused);
        Assert.Null(told!.Record.Body.CommunicationCheck.Challenge);
        Assert.Equal("open", opened.Phase);
    }

    [Fact]
    public async Task A_check_without_the_node_inbox_shows_no_code_and_takes_the_one_that_was_heard()
    {
        var check = await nodes.OpenAsync(request =>
        {
            request.Participants.Add("XB");
            request.Channels.Add("voice");
        });
        var message = await nodes.ArrivedAsync(nodes.B, check, "XB");
        var call = await nodes.CallAsync(check, "XB");

        var answer = await AnswerAsync(nodes.B, message.RecordId, call.Code);
        var row = await nodes.RowAsync(check, "XB", one => one.State == "answered");

        Assert.Null(message.Body.CommunicationCheck.Challenge);
        Assert.False(answer.CodeShown);
        Assert.Equal("voice-1 answered", $"{row.Channels.Single().Channel} {row.Channels.Single().State}");
    }

    [Fact]
    public async Task What_a_State_is_sent_is_the_same_whoever_else_is_checked()
    {
        var alone = await nodes.OpenAsync(request => request.Participants.Add("XB"));
        var among = await nodes.OpenAsync(request => request.Participants.Add(["XA", "XB", "XC"]));

        var one = await nodes.ArrivedAsync(nodes.B, alone, "XB");
        var two = await nodes.ArrivedAsync(nodes.B, among, "XB");

        Assert.Equal(Masked(one), Masked(two));
        Assert.NotEqual(one.RecordId, two.RecordId);
    }

    private static void MembersByInboxAndTelephone(PlanCheckRequest request)
    {
        (request.Body, request.DutyHours) = ("XO", "any");
        request.OptedOut.Add("XC");
        request.Kinds.Add("technical");
        request.Channels.Add(["node-inbox", "voice"]);
    }

    // The planner answers the message on itself, and cannot open the check.
    private async Task DryRunAsync(string check)
    {
        var shown = new RecordView
        {
            Body = new RecordBody { CommunicationCheck = (await TryAsync(check, "")).Message },
        };

        Assert.True((await TryAsync(check, CodeOf(shown))).Right);
        Assert.False((await TryAsync(
            check, shown.Body.CommunicationCheck.Challenge.Groups.First(group => group != CodeOf(shown)))).Right);
        Assert.Equal("PermissionDenied ROLE_MISSING", await Refused.ReasonAsync(
            () => Client(nodes.O, "author").OpenCheckAsync(Command(check)).ResponseAsync));
    }

    private static void IsForAMeeting(CheckReport report)
    {
        Assert.All(report.Counts, count => Assert.Equal("fewer than 5", count.States));
        Assert.Equal("fewer than 5", report.Participants);
        Assert.Equal(
            ["XA voice-1", "XB node-inbox"], report.CallList.Select(one => $"{one.Designator} {one.Channel}"));
        Assert.DoesNotContain(
            "XA", string.Concat(report.Counts.Select(count => count.ToString())), StringComparison.Ordinal);
    }

    // Ids, numbers, times and the digits differ by chance and by the clock; nothing else may.
    private static RecordView Masked(RecordView view)
    {
        var masked = view.Clone();
        (masked.RecordId, masked.ContentHash) = ("", "");
        (masked.AuthoredAt, masked.ReceivedAt) = (null, null);
        var check = masked.Body.CommunicationCheck;
        masked.PhoneText = masked.PhoneText.Replace(check.ReferenceNumber, "", StringComparison.Ordinal);
        (check.ReferenceNumber, check.AuthoredAt, check.OpensAt, check.ClosesAt) = ("", null, null, null);
        Assert.Equal((5, 5), (check.Challenge.Groups.Count, check.Challenge.Groups.Distinct().Count()));
        check.Challenge = null;
        return masked;
    }

    private static string Other(IEnumerable<string> groups) =>
        Enumerable.Range(100_000, 6).Select(number => $"{number}").First(code => !groups.Contains(code));

    private async Task FinishAsync(string check, string silent)
    {
        var row = (await nodes.BoardAsync(check)).Rows.Single(one => one.Designator == silent);
        await AnswerAsync(nodes.B, row.ReferenceNumber, "", "declined");
        await nodes.RowAsync(check, silent, one => one.State == "answered");
        await Client(nodes.O, "author").CloseCheckAsync(Command(check));
        await Client(nodes.O, "authority").SendCheckResultsAsync(Command(check));
    }

    private static Task<ListChecksResponse> ListAsync(TestNode node) =>
        Client(node, "duty").ListChecksAsync(new ListChecksRequest()).ResponseAsync;

    private Task<TryCheckResponse> TryAsync(string check, string code) =>
        Client(nodes.O, "author").TryCheckAsync(new TryCheckRequest
        {
            CommandId = Drafts.NewCommand(), CheckId = check, Code = code,
        }).ResponseAsync;

    private Task<CheckReport> ReportAsync(string check) =>
        Client(nodes.O, "author").GetCheckReportAsync(new GetCheckReportRequest { CheckId = check }).ResponseAsync;

    private static async Task<RecordView> ResultAsync(TestNode node, string check)
    {
        var own = await TwoNodes.UntilAsync(
            async () =>
            {
                var views = new List<RecordView>();
                foreach (var result in (await ListAsync(node)).Results)
                {
                    views.Add(await FindAsync(node, result.RecordId));
                }

                return views.Find(view => view.Body.CheckResult.OfCheck == check);
            },
            view => view is not null);
        return own!;
    }
}
