using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Contracts.Record.V1;
using CbmExchange.Node.Tests.Hosting;
using CbmExchange.Node.Tests.Readings;
using CbmExchange.Testing;

namespace CbmExchange.Node.Tests.Library;

/// <summary>A secretariat enters something for a State without a node (domain.md §4.21: 37).</summary>
public sealed class RelayedTests : IAsyncLifetime
{
    private readonly PostgresFixture postgres = new();
    private readonly List<TestHome> homes = [];
    private TestNode secretariat = null!;
    private TestNode state = null!;

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        await postgres.InitializeAsync();
        secretariat = await StartAsync("XO", "author=secretariat", "authority=releasing-authority");
        state = await StartAsync("XA", "author=poc-officer", "authority=releasing-authority");
        await TwoNodes.AdmitAsync(secretariat, state, "XA");
        await TwoNodes.AdmitAsync(state, secretariat, "XO");
    }

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        await secretariat.DisposeAsync();
        await state.DisposeAsync();
        foreach (var home in homes)
        {
            await home.DisposeAsync();
        }

        await postgres.DisposeAsync();
    }

    [Fact]
    [Trait("Edge", "37")]
    public async Task What_a_secretariat_enters_says_for_whom_and_by_which_note_and_a_State_speaks_for_itself_alone()
    {
        var cleared = await Flow.ClearedAsync(secretariat, Relayed());
        await secretariat.Publishing("authority").ReleaseRecordAsync(
            Flow.Release(cleared, Drafts.To("XA", "relayedFor")));

        var held = await Held.AtAsync(state, cleared.RecordId);
        var line = (await new LibraryService.LibraryServiceClient(state.As("duty"))
            .SearchLibraryAsync(new SearchLibraryRequest { State = "XO" })).Items.Single();

        Assert.Equal(("XO", "relayed", "XC (note verbale 12/26)"), (held.Originator, held.Provenance, held.RelayedFor));
        Assert.Equal("XC (note verbale 12/26)", line.RelayedFor);
        Assert.Equal("InvalidArgument FIELDS_INVALID", await Refused.ReasonAsync(async () =>
            await state.Publishing("author").DraftRecordAsync(Relayed())));
        var unnamed = Relayed();
        unnamed.Body.NationalDocument.RelayedFor.Reference = "";
        Assert.Equal("InvalidArgument FIELDS_INVALID", await Refused.ReasonAsync(async () =>
            await secretariat.Publishing("author").DraftRecordAsync(unnamed)));
    }

    private static DraftRecordRequest Relayed()
    {
        var draft = Drafts.Strategy();
        (draft.Context, draft.ExerciseId) = ("actual", "");
        draft.Body.NationalDocument.RelayedFor = new Relay
        {
            ParticipantId = Drafts.IdOf("XC"), Reference = "note verbale 12/26", ReceivedOn = "2026-10-01",
        };
        return draft;
    }

    private async Task<TestNode> StartAsync(string participant, params string[] officers)
    {
        var port = FreePorts.Next();
        var home = await TestHome.MakeAsync(
            postgres, participant,
            ["--endpoint", $"127.0.0.1:{port}", "--officer", "admin=node-admin", "duty=duty-officer", .. officers]);
        homes.Add(home);
        home.Change(settings => settings with { Listeners = settings.Listeners with { Peers = $"127.0.0.1:{port}" } });
        return await TestNode.StartAsync(home);
    }
}
