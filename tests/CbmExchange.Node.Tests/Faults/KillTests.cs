using System.Globalization;
using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Node.Tests.Hosting;
using CbmExchange.Node.Tests.Readings;

namespace CbmExchange.Node.Tests.Faults;

/// <summary>
/// A node, its PostgreSQL, or both are killed under load. Two rounds here; ops/kill.sh N for more.
/// </summary>
public sealed class KillTests : IAsyncLifetime
{
    private const string RoundsVariable = "CBM_KILL_ROUNDS";
    private const string KeepVariable = "CBM_KILL_KEEP";
    private const int PageSize = 200;

    private static readonly TimeSpan LoadBetweenKills = TimeSpan.FromSeconds(1);

    private NodeProcess a = null!;
    private NodeProcess b = null!;
    private string doing = "starting";

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        a = await NodeProcess.MakeAsync("XA");
        b = await NodeProcess.MakeAsync("XB");
        await Task.WhenAll(a.StartAsync(), b.StartAsync());
        await AdmitAsync(a, b);
        await AdmitAsync(b, a);
    }

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        await a.DisposeAsync();
        await b.DisposeAsync();
    }

    [Fact]
    public async Task What_was_answered_is_there_once_after_kills_and_nothing_else()
    {
        try
        {
            await RunAsync();
        }
        catch (Exception error) when (Environment.GetEnvironmentVariable(KeepVariable) is { Length: > 0 } keep)
        {
            // Both homes with their databases, the logs of both nodes, and what went wrong at which moment.
            Directory.CreateDirectory(keep);
            await File.WriteAllTextAsync(Path.Combine(keep, "what-failed.txt"), $"While {doing}:\n{error}\n");
            (a.KeepAt, b.KeepAt) = (Path.Combine(keep, "XA"), Path.Combine(keep, "XB"));
            throw;
        }
    }

    private async Task RunAsync()
    {
        var load = new CommandLoad(a, Drafts.IdOf("XB"));
        load.Start();
        var rounds = int.Parse(
            Environment.GetEnvironmentVariable(RoundsVariable) ?? "2", CultureInfo.InvariantCulture);
        for (var round = 0; round < rounds; round++)
        {
            await UnderLoadAsync(load);
            doing = $"killing in round {round + 1} of {rounds} ({WhatDies(round)})";
            await KillAsync(round);
        }

        await Task.Delay(LoadBetweenKills, TimeProvider.System);
        doing = "ending the load";
        await load.EndAsync();

        doing = "comparing";
        var held = await OwnRecordsAsync();
        Assert.Equal(load.Drafted.Values.Select(reply => reply.RecordId).Order(), held.Order());
        await PeerHoldsAsync(load);
        await RepeatsGetFirstAnswersAsync(load);
        Assert.Equal(0, await a.StopAsync());
        Assert.False(a.HasDatabaseFile());
    }

    // A kill of a node that has answered nothing since the last one would test nothing.
    private async Task UnderLoadAsync(CommandLoad load)
    {
        doing = "waiting for an answer to some command";
        var before = load.AnsweredCount;
        await Task.Delay(LoadBetweenKills, TimeProvider.System);
        await TwoNodes.UntilAsync(() => Task.FromResult(load.AnsweredCount), count => count > before);
    }

    // In turn: the node alone, the node and its PostgreSQL, PostgreSQL alone, which the node starts again by itself.
    private async Task KillAsync(int round)
    {
        if (round % 3 > 0)
        {
            a.KillDatabase();
        }

        if (round % 3 < 2)
        {
            await a.KillAsync();
            await a.StartAsync();
        }
    }

    private static string WhatDies(int round) => (round % 3) switch
    {
        0 => "the node",
        1 => "the node and its PostgreSQL",
        _ => "PostgreSQL",
    };

    private async Task<List<string>> OwnRecordsAsync()
    {
        var client = a.Publishing("authority");
        var all = new List<string>();
        var token = "";
        do
        {
            var page = await client.ListOwnRecordsAsync(
                new ListOwnRecordsRequest { PageSize = PageSize, PageToken = token });
            all.AddRange(page.Records.Select(record => record.RecordId));
            token = page.NextPageToken;
        }
        while (token.Length > 0);
        return all;
    }

    // B verifies each batch against a signed head before it keeps it; equal roots are equal streams.
    private async Task PeerHoldsAsync(CommandLoad load)
    {
        var (ours, theirs) = (a.Administration("admin"), b.Administration("admin"));
        await TwoNodes.UntilAsync(
            async () => (Out: await StreamAsync(ours, "XB", "out"), In: await StreamAsync(theirs, "XA", "in")),
            pair => pair.Out.Size == pair.In.Applied && pair.Out.Root == pair.In.Root && pair.In.Fault.Length == 0);
        var quarantine = await theirs.ListQuarantineAsync(new ListQuarantineRequest());
        Assert.Empty(quarantine.Items);
        var client = b.Publishing("authority");
        foreach (var released in load.Released.Values)
        {
            await client.GetRecordAsync(new GetRecordRequest { Record = released.Record.RecordId });
        }
    }

    private async Task RepeatsGetFirstAnswersAsync(CommandLoad load)
    {
        var (author, authority) = (a.Publishing("author"), a.Publishing("authority"));
        foreach (var (request, first) in load.Drafted)
        {
            Assert.Equal(
                first,
                await CommandLoad.UntilAnsweredAsync(() => author.DraftRecordAsync(request).ResponseAsync));
        }

        foreach (var (request, first) in load.Released)
        {
            var again = await CommandLoad.UntilAnsweredAsync(
                () => authority.ReleaseRecordAsync(request).ResponseAsync);
            Assert.Equal(first.Record, again.Record);
        }

        Assert.Equal(load.Drafted.Count, (await OwnRecordsAsync()).Count);
    }

    private static async Task<StreamView> StreamAsync(
        AdministrationService.AdministrationServiceClient client, string peer, string direction) =>
        (await client.ListStreamsAsync(new ListStreamsRequest())).Streams
        .Single(stream => stream.Designator == peer && stream.Direction == direction);

    private static async Task AdmitAsync(NodeProcess at, NodeProcess peer)
    {
        var descriptor = await peer.Administration("admin").ExportDescriptorAsync(new ExportDescriptorRequest());
        await at.Administration("admin").ProposePeerAsync(new ProposePeerRequest
        {
            CommandId = Drafts.NewCommand(),
            SignedDescriptor = descriptor.SignedDescriptor,
        });
        await at.Administration("authority").AdmitPeerAsync(new AdmitPeerRequest
        {
            CommandId = Drafts.NewCommand(),
            Participant = peer.Designator,
            Phrase = descriptor.Phrase,
        });
    }
}
