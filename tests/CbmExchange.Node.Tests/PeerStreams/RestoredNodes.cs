using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Contracts.Record.V1;
using CbmExchange.Node.Tests.Hosting;
using CbmExchange.Node.Tests.Readings;
using CbmExchange.Testing;
using Grpc.Core;

namespace CbmExchange.Node.Tests.PeerStreams;

/// <summary>XA, XB and whoever joins them as whole nodes, of which XA is put back to a backup.</summary>
public abstract class RestoredNodes(PostgresFixture postgres) : IAsyncLifetime
{
    private static readonly string[] Officers =
    [
        "--officer", "admin=node-admin", "author=poc-officer", "authority=releasing-authority", "duty=duty-officer",
        "nominator=nominating-authority",
    ];

    private protected Dictionary<string, TestHome> Homes { get; } = [];

    private protected Dictionary<string, TestNode> Nodes { get; } = [];

    private protected MovingTime Clock { get; } = new();

    private protected TestNode A => Nodes["XA"];

    public async Task InitializeAsync()
    {
        await StartAsync("XA");
        await JoinAsync("XB");
    }

    public async Task DisposeAsync()
    {
        foreach (var (participant, home) in Homes)
        {
            await Nodes[participant].DisposeAsync();
            await home.DisposeAsync();
        }
    }

    private async Task StartAsync(string participant)
    {
        var port = FreePorts.Next();
        var home = await TestHome.MakeAsync(postgres, participant, ["--endpoint", $"127.0.0.1:{port}", .. Officers]);
        home.Change(settings => settings with { Listeners = settings.Listeners with { Peers = $"127.0.0.1:{port}" } });
        Homes[participant] = home;
        Nodes[participant] = await TestNode.StartAsync(home, Clock);
    }

    private protected async Task JoinAsync(string participant)
    {
        await StartAsync(participant);
        await TwoNodes.AdmitAsync(A, Nodes[participant], participant);
        await TwoNodes.AdmitAsync(Nodes[participant], A, "XA");
    }

    // A backup is taken, something happens, and the backup is put back; once more after something else.
    private protected async Task RestoredAsync(Func<Task> meanwhile, Func<Task>? again = null)
    {
        var backup = BackupOfA();
        await A.DisposeAsync();
        await backup.TakeAsync();
        Nodes["XA"] = await TestNode.StartAsync(Homes["XA"], Clock);
        foreach (var step in again is null ? new[] { meanwhile } : [meanwhile, again])
        {
            await step();
            await A.DisposeAsync();
            await backup.PutBackAsync();
            Nodes["XA"] = await TestNode.StartAsync(Homes["XA"], Clock);
        }

        await backup.DropAsync();
    }

    private protected NodeBackup BackupOfA() => new(postgres, Homes["XA"]);

    private protected async Task<RecordCommandReply> ReleasedAsync(DraftRecordRequest draft, params string[] to) =>
        await ReleaseAsync(await Flow.ClearedAsync(A, draft), to);

    private protected async Task<RecordCommandReply> ReleaseAsync(RecordCommandReply record, params string[] to) =>
        (await A.Publishing("authority").ReleaseRecordAsync(
            Flow.Release(record, [.. to.Select(one => Drafts.To(one))]))).Record;

    private protected async Task<RecordCommandReply> RevisedAsync(RecordCommandReply record, string subject)
    {
        var revised = await A.Publishing("author").ReviseRecordAsync(new ReviseRecordRequest
        {
            CommandId = Drafts.NewCommand(),
            RecordId = record.RecordId,
            ExpectedVersion = record.HeldVersion,
            Body = new RecordBody { NationalDocument = Drafts.StrategyBody(subject) },
        });
        var submitted = await A.Publishing("author").SubmitRecordAsync(Flow.Command(revised));
        return await A.Publishing("authority").ClearRecordAsync(Flow.Command(submitted));
    }

    private protected async Task<WithdrawRecordResponse> WithdrawAsync(RecordCommandReply record) =>
        await A.Publishing("authority").WithdrawRecordAsync(new WithdrawRecordRequest
        {
            CommandId = Drafts.NewCommand(),
            RecordId = record.RecordId,
            ExpectedVersion = record.HeldVersion,
            ReasonClass = "issued-in-error",
            Request = "stop-using",
        });

    private protected async Task<RecordView> ShowAsync(string record) =>
        await A.Publishing("authority").GetRecordAsync(new GetRecordRequest { Record = record });

    // What a command on the record as it is now must state.
    private protected async Task<RecordCommandReply> ReplyAsync(string record)
    {
        var view = await ShowAsync(record);
        return new RecordCommandReply { RecordId = view.RecordId, HeldVersion = view.HeldVersion };
    }

    private protected async Task<Dictionary<string, ViewAsItem>> ViewAsync(string participant) =>
        (await A.Publishing("authority").ViewAsAsync(new ViewAsRequest { Participant = participant }))
            .Items.ToDictionary(item => item.RecordId);

    private protected Task SeesAsync(string participant, Func<IReadOnlyCollection<ViewAsItem>, bool> fits) =>
        TwoNodes.UntilAsync(async () => (await ViewAsync(participant)).Values.ToList(), fits);

    // The peer holds just this version, in this state.
    private protected Task HasAsync(string peer, RecordCommandReply record, string state) => TwoNodes.UntilAsync(
        async () =>
        {
            try
            {
                return await Nodes[peer].Publishing("duty").GetRecordAsync(
                    new GetRecordRequest { Record = record.RecordId });
            }
            catch (RpcException missing) when (missing.StatusCode == StatusCode.NotFound)
            {
                return new RecordView();
            }
        },
        view => view.State == state && (state == "withdrawn" || record.ContentHash == view.ContentHash));
}
