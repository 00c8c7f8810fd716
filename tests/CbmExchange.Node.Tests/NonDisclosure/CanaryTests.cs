using System.Collections.Concurrent;
using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Contracts.Sync.V1;
using CbmExchange.Node.Tests.Hosting;
using CbmExchange.Node.Tests.Readings;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.Extensions.Logging;
using Npgsql;
using Xunit.Abstractions;

namespace CbmExchange.Node.Tests.NonDisclosure;

/// <summary>
/// Two whole nodes, and a canary in every place of the first that the second is not given: none is in what the second
/// received, stored or logged, and none in any log, error, trace or measurement of either.
/// </summary>
public sealed class CanaryTests(ITestOutputHelper output) : IAsyncLifetime
{
    private readonly Canaries hidden = new();
    private readonly Canaries released = new();

    // Of others; each node knows some of them, and they may stand in its log, but not in what a peer receives.
    private readonly Canaries ids = new();
    private readonly TelemetryRecorder telemetry = new();
    private TwoNodes nodes = null!;

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        nodes = new TwoNodes(
            logging => logging.AddFilter(_ => true).SetMinimumLevel(LogLevel.Trace).AddProvider(telemetry),
            ["--officer", $"{hidden.For("officer")}=auditor"]);
        await nodes.InitializeAsync();
    }

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        await nodes.DisposeAsync();
        telemetry.Dispose();
    }

    [Fact]
    public async Task No_canary_leaves_what_it_was_put_into()
    {
        var scenario = new CanaryScenario(nodes.A, hidden, released, ids);
        await scenario.RunAsync();
        await ArrivedAsync(scenario);
        var database = await DatabaseAsync(nodes.HomeB);
        var files = nodes.HomeB.Home.Folder;
        await nodes.B.DisposeAsync();
        var (wire, refusals) = await ReceiveAsync(scenario);

        output.WriteLine($"{hidden.Count} hidden and {released.Count} released canaries; "
            + $"{wire.Length} bytes on the wire, "
            + $"{database.Length} characters in the other database, {telemetry.Logs.Count} log lines, "
            + $"{telemetry.Traces.Count} traces, {telemetry.Metrics.Count} measurements, "
            + $"{scenario.Errors.Count} errors");
        Assert.Empty(hidden.FoundIn(wire));
        Assert.Empty(ids.FoundIn(wire));
        Assert.Empty(hidden.FoundIn(database));
        Assert.All(Directory.EnumerateFiles(files, "*", SearchOption.AllDirectories),
            file => Assert.Empty(hidden.FoundIn(File.ReadAllBytes(file))));
        Assert.Equal(refusals[0], refusals[1]);

        // The search can find: each canary that was released is there.
        Assert.Equal(released.Count, Places(released.FoundIn(wire)));
        Assert.NotEmpty(released.FoundIn(database));

        var ours = new Canaries[] { hidden, released };
        Assert.All(ours, canaries => Assert.Empty(InLines(canaries, telemetry.Traces)));
        Assert.All(ours, canaries => Assert.Empty(InLines(canaries, telemetry.Metrics)));
        Assert.All(ours, canaries => Assert.Empty(InLines(canaries, telemetry.Logs)));
        Assert.All(ours, canaries => Assert.Empty(InLines(canaries, scenario.Errors)));
        Assert.True(telemetry.Logs.Count > 100 && telemetry.Traces.Count > 10 && telemetry.Metrics.Count > 10);
    }

    private static int Places(IEnumerable<string> found) =>
        found.Select(one => one[..one.IndexOf(" as ", StringComparison.Ordinal)]).Distinct().Count();

    // All at once, since there are tens of thousands; only when something is found is it asked where.
    private static List<string> InLines(Canaries canaries, IReadOnlyCollection<string> lines) =>
        canaries.FoundIn(string.Join('\n', lines)).Count == 0
            ? []
            : [.. lines.SelectMany(line => canaries.FoundIn(line).Select(found => $"{found}: {line}"))];

    private async Task ArrivedAsync(CanaryScenario scenario)
    {
        foreach (var record in scenario.Given)
        {
            await TwoNodes.UntilAsync(
                async () =>
                {
                    try
                    {
                        return (await nodes.B.Publishing("duty").GetRecordAsync(
                            new GetRecordRequest { Record = record })).SignatureState;
                    }
                    catch (RpcException missing) when (missing.StatusCode == StatusCode.NotFound)
                    {
                        return "";
                    }
                },
                state => state == "signature valid");
        }
    }

    // As XB, with its own certificate: all that the peer door gives it, while more happens on the other side.
    private async Task<(byte[] Wire, string[] Refusals)> ReceiveAsync(CanaryScenario scenario)
    {
        WireRecorder? recorder = null;
        var (home, peer) = (nodes.HomeA.Home, nodes.HomeB.Home);
        using var channel = TestChannel.Open(
            home, nodes.A.Host.PeersAddress, peer.PeerCertificateFile, peer.PeerKeyFile,
            inner => recorder = new WireRecorder(inner));
        var client = new PeerSyncService.PeerSyncServiceClient(channel);
        await client.HeldHeadAsync(new HeldHeadRequest());
        using var follow = client.Follow(new FollowRequest());
        while (await NextAsync(follow) is not { CaughtUp: not null })
        {
            // The back-fill, batch by batch.
        }

        await scenario.GiveOneMoreAsync();
        while (await NextAsync(follow) is not { Batch: not null })
        {
            // A heartbeat may come first.
        }

        using var taking = client.TakeBack(new TakeBackRequest { Generation = 1 });
        while (await taking.ResponseStream.MoveNext(CancellationToken.None))
        {
            // What XA holds of XB.
        }

        string[] refusals =
            [await FetchAsync(client, scenario.HiddenFile), await FetchAsync(client, new byte[32])];
        return (recorder!.Bytes, refusals);
    }

    private static async Task<FollowResponse> NextAsync(AsyncServerStreamingCall<FollowResponse> follow)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30), TimeProvider.System);
        Assert.True(await follow.ResponseStream.MoveNext(patience.Token));
        return follow.ResponseStream.Current;
    }

    // Everything of a refusal but the moment at which it was made.
    private static async Task<string> FetchAsync(PeerSyncService.PeerSyncServiceClient client, byte[] hash)
    {
        using var call = client.FetchAttachment(new FetchAttachmentRequest { Sha256 = ByteString.CopyFrom(hash) });
        var refused = await Assert.ThrowsAsync<RpcException>(
            () => call.ResponseStream.MoveNext(CancellationToken.None));
        var trailers = refused.Trailers.Where(one => one.Key != "date").Select(one =>
            one.IsBinary ? $"{one.Key} {Convert.ToHexString(one.ValueBytes)}" : $"{one.Key} {one.Value}");
        return $"{refused.StatusCode} {refused.Status.Detail} {string.Join(' ', trailers)}";
    }

    private static async Task<string> DatabaseAsync(TestHome home)
    {
        await using var source = NpgsqlDataSource.Create(home.ConnectionString);
        var (tables, text) = (new List<string>(), new System.Text.StringBuilder());
        await using (var list = source.CreateCommand(
            "select quote_ident(table_schema) || '.' || quote_ident(table_name) from information_schema.tables "
            + "where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')"))
        {
            await using var names = await list.ExecuteReaderAsync();
            while (await names.ReadAsync())
            {
                tables.Add(names.GetString(0));
            }
        }

        foreach (var table in tables)
        {
            await using var command = source.CreateCommand($"select to_jsonb(t)::text from {table} t");
            await using var rows = await command.ExecuteReaderAsync();
            while (await rows.ReadAsync())
            {
                text.AppendLine(rows.GetString(0));
            }
        }

        Assert.NotEmpty(tables);
        return text.ToString();
    }
}
