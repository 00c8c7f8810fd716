using System.Text.Json;
using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Contracts.Sync.V1;
using CbmExchange.Node.Tests.Hosting;
using CbmExchange.Node.Tests.Readings;
using CbmExchange.Node.Tests.Sharing;
using CbmExchange.Testing;

namespace CbmExchange.Node.Tests.PublicPage;

/// <summary>A node with a public page, and whoever reads it.</summary>
public abstract class PublicPageScene : IAsyncLifetime
{
    private readonly PostgresFixture postgres = new();
    private protected HttpClient Web { get; } = new();
    private protected TestHome Home { get; private set; } = null!;

    private protected TestNode Node { get; set; } = null!;

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        await postgres.InitializeAsync();
        Home = await TestHome.MakeAsync(
            postgres, "XA", "--officer", "admin=node-admin", "author=poc-officer", "authority=releasing-authority",
            "nominator=nominating-authority", "duty=duty-officer");
        Home.Change(settings => settings with
        {
            Listeners = settings.Listeners with { Public = "127.0.0.1:0" },
        });
        Node = await TestNode.StartAsync(Home);
        Web.BaseAddress = Node.Host.PublicAddress;
    }

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        Web.Dispose();
        await Node.DisposeAsync();
        await Home.DisposeAsync();
        await postgres.DisposeAsync();
    }

    private protected static ReleaseGrant Public() => new()
    {
        Include = { new AudienceMember { Public = true } },
        Marking = new Marking { Tlp = "TLP:CLEAR" },
    };

    private protected static DraftRecordRequest Strategy(string title)
    {
        var draft = Drafts.Strategy();
        draft.Context = "actual";
        draft.ExerciseId = "";
        draft.Body.NationalDocument.Title[0].Text_ = title;
        return draft;
    }

    private protected Task<RecordCommandReply> ClearedAsync(string title) => Flow.ClearedAsync(Node, Strategy(title));

    private protected Task<RecordCommandReply> RevisedAsync(RecordCommandReply record, string title) =>
        ShareSteps.RevisedAsync(Node, record, body => body.Title[0].Text_ = title);

    private protected async Task<RecordCommandReply> ReleasedAsync(
        RecordCommandReply cleared, ReleaseGrant? grant = null) =>
        (await Node.Publishing("authority").ReleaseRecordAsync(Flow.Release(cleared, grant ?? Public()))).Record;

    private protected Task<string> RefusedAsync(RecordCommandReply cleared, ReleaseGrant grant) =>
        ShareSteps.RefusedAsync(
        () => Node.Publishing("authority").ReleaseRecordAsync(Flow.Release(cleared, grant)));

    private protected async Task<JsonElement> JsonAsync(string path, Func<JsonElement, bool> fits)
    {
        var text = await TwoNodes.UntilAsync(
            async () => await (await Web.GetAsync(path)).Content.ReadAsStringAsync(),
            answer => answer.Length > 0 && fits(JsonDocument.Parse(answer).RootElement));
        return JsonDocument.Parse(text).RootElement;
    }

    private protected static string Title(JsonElement record) => record.GetProperty("title").GetString()!;

    private protected static byte[] Decode(string text) => System.Buffers.Text.Base64Url.DecodeFromChars(text);
}
