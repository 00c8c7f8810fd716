using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Contracts.Record.V1;
using CbmExchange.Node.Tests.Hosting;
using CbmExchange.Node.Tests.Readings;
using CbmExchange.Testing;

namespace CbmExchange.Node.Tests.Checks;

/// <summary>
/// XO, the secretariat of a body, and its members XA and XB as three whole nodes; XA and XB know XO and not each other.
/// XC is a member too and has no node.
/// </summary>
public sealed class CheckNodes : IAsyncLifetime
{
    private static readonly string[] Officers =
    [
        "--officer", "admin=node-admin", "author=poc-officer", "authority=releasing-authority", "duty=duty-officer",
        "nominator=nominating-authority", "observer=observer",
    ];

    private readonly PostgresFixture postgres = new();
    private readonly List<TestHome> homes = [];

    internal MovingTime Time { get; } = new();

    /// <summary>True when officers' browsers can come in.</summary>
    internal bool HasDesk { get; init; }

    internal TestNode O { get; private set; } = null!;

    internal TestNode A { get; private set; } = null!;

    internal TestNode B { get; private set; } = null!;

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        await postgres.InitializeAsync();
        O = await StartAsync("XO");
        A = await StartAsync("XA");
        B = await StartAsync("XB");
        foreach (var (node, designator) in new[] { (A, "XA"), (B, "XB") })
        {
            await TwoNodes.AdmitAsync(O, node, designator);
            await TwoNodes.AdmitAsync(node, O, "XO");
            await ReleaseContactAsync(node, designator);
        }
    }

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        foreach (var node in new[] { O, A, B })
        {
            await node.DisposeAsync();
        }

        foreach (var home in homes)
        {
            await home.DisposeAsync();
        }

        await postgres.DisposeAsync();
    }

    /// <summary>Stops XO and starts it again.</summary>
    internal async Task RestartOAsync()
    {
        await O.DisposeAsync();
        O = await TestNode.StartAsync(homes[0], Time);
    }

    internal static CheckService.CheckServiceClient Client(TestNode node, string officer) => new(node.As(officer));

    /// <summary>Planned by the author of XO; its answer.</summary>
    internal Task<CheckCommandReply> PlanAsync(Action<PlanCheckRequest> change)
    {
        var request = new PlanCheckRequest { CommandId = Drafts.NewCommand() };
        change(request);
        return Client(O, "author").PlanCheckAsync(request).ResponseAsync;
    }

    /// <summary>Planned, and opened by the authority of XO.</summary>
    internal async Task<string> OpenAsync(Action<PlanCheckRequest> change)
    {
        var plan = await PlanAsync(change);
        await Client(O, "authority").OpenCheckAsync(Command(plan.CheckId));
        return plan.CheckId;
    }

    internal static CheckCommand Command(string check) =>
        new() { CommandId = Drafts.NewCommand(), CheckId = check };

    /// <summary>The message as it arrived, by the reference number on the board of XO.</summary>
    internal async Task<RecordView> ArrivedAsync(TestNode node, string check, string designator)
    {
        var row = (await BoardAsync(check)).Rows.Single(one => one.Designator == designator);
        return (await HeldAsync(node, row.ReferenceNumber))!;
    }

    /// <summary>A record of XO, once it came.</summary>
    internal static Task<RecordView> HeldAsync(TestNode node, string record) =>
        TwoNodes.UntilAsync(async () => await FindAsync(node, record), view => view.RecordId.Length > 0);

    internal Task<CheckBoard> BoardAsync(string check) =>
        Client(O, "duty").GetCheckBoardAsync(new GetCheckBoardRequest { CheckId = check }).ResponseAsync;

    internal async Task<CheckBoardRow> RowAsync(string check, string designator, Func<CheckBoardRow, bool> fits) =>
        (await TwoNodes.UntilAsync(
            () => BoardAsync(check), board => fits(board.Rows.Single(row => row.Designator == designator))))
        .Rows.Single(row => row.Designator == designator);

    internal static Task<AnswerCheckResponse> AnswerAsync(
        TestNode node, string record, string code, string outcome = "", string officer = "duty") =>
        Client(node, officer).AnswerCheckAsync(new AnswerCheckRequest
        {
            CommandId = Drafts.NewCommand(), Record = record, Code = code, Outcome = outcome, DutyDesk = "Night desk",
        }).ResponseAsync;

    /// <summary>The code of the telephone of a State.</summary>
    internal Task<CallCheckedResponse> CallAsync(string check, string participant) =>
        Client(O, "duty").CallCheckedAsync(new CallCheckedRequest
        {
            CommandId = Drafts.NewCommand(), CheckId = check, Participant = participant, Channel = "voice-1",
        }).ResponseAsync;

    /// <summary>What a human reads in the message.</summary>
    internal static string CodeOf(RecordView message)
    {
        string[] ordinals = ["first", "second", "third", "fourth", "fifth"];
        var challenge = message.Body.CommunicationCheck.Challenge;
        var words = challenge.Instruction.Single(text => text.Lang == "en").Text_;
        return challenge.Groups[Array.FindIndex(
            ordinals, ordinal => words.Contains(ordinal, StringComparison.Ordinal))];
    }

    internal static async Task<RecordView> FindAsync(TestNode node, string record)
    {
        try
        {
            return await node.Publishing("duty").GetRecordAsync(new GetRecordRequest { Record = record });
        }
        catch (Grpc.Core.RpcException missing) when (missing.StatusCode == Grpc.Core.StatusCode.NotFound)
        {
            return new RecordView();
        }
    }

    private async Task<TestNode> StartAsync(string participant)
    {
        var port = FreePorts.Next();
        var home = await TestHome.MakeAsync(
            postgres, participant, ["--endpoint", $"127.0.0.1:{port}", .. Officers]);
        homes.Add(home);
        home.Change(settings => settings with
        {
            Listeners = settings.Listeners with
            {
                Peers = $"127.0.0.1:{port}", Desk = HasDesk ? "127.0.0.1:0" : null,
            },
        });
        return await TestNode.StartAsync(home, Time);
    }

    private async Task ReleaseContactAsync(TestNode node, string designator)
    {
        var draft = Drafts.Contact("A. Person");
        draft.Body.PointOfContact.Channels.Add(new Channel
        {
            Id = "inbox", Type = "node-inbox", Value = designator, PriorityOrder = 2, Hours = "24x7",
        });
        var drafted = await node.Publishing("author").DraftRecordAsync(draft);
        var nominated = await node.Publishing("nominator").NominateContactAsync(new NominateContactRequest
        {
            CommandId = Drafts.NewCommand(),
            RecordId = drafted.RecordId,
            ExpectedVersion = drafted.HeldVersion,
            Nomination = new Nomination
            {
                ReferenceNo = "Note 1/26", Date = "2026-02-03", NominatingAuthority = "Ministry",
                Medium = "note-verbale",
            },
        });
        var submitted = await node.Publishing("author").SubmitRecordAsync(Flow.Command(nominated));
        var cleared = await node.Publishing("authority").ClearRecordAsync(Flow.Command(submitted));
        await node.Publishing("authority").ReleaseRecordAsync(Flow.Release(cleared, Drafts.To("XO")));
        await TwoNodes.UntilAsync(
            async () => await new DirectoryService.DirectoryServiceClient(O.As("duty"))
                .ListContactsAsync(new ListContactsRequest { State = designator }),
            answer => answer.Contacts.Count > 0);
    }
}
