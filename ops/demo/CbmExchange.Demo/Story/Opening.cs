using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Demo.Stage;

namespace CbmExchange.Demo.Story;

/// <summary>Three homes, three processes, three databases; everyone admits the others by a phrase read out.</summary>
internal static class Opening
{
    /// <summary>A secretariat's officers; a State's are those that init plans by itself.</summary>
    private static readonly string[] SecretariatOfficers =
        ["admin=node-admin", "authority=releasing-authority", "desk=secretariat"];

    /// <summary>As ops/demo/data/README.md says.</summary>
    private const string DataAsOf = "2026-11";

    public static async Task PlayAsync(Cast cast, CancellationToken cancellation)
    {
        cast.Narrator.Step("Three nodes: the States XA and XB, and the secretariat of the organisation XO");
        var instance = Path.Combine(cast.Data, "instance.json");
        await Task.WhenAll(cast.Nodes.Select(node =>
            node.InitAsync(instance, node == cast.Xo ? SecretariatOfficers : [], cancellation))).ConfigureAwait(false);
        await Task.WhenAll(cast.Nodes.Select(node => node.StartAsync(cancellation))).ConfigureAwait(false);
        foreach (var node in cast.Nodes)
        {
            var status = await cast.At(node, "admin").AskAsync<GetNodeStatusResponse>(cancellation, "node", "status")
                .ConfigureAwait(false);
            cast.Narrator.Check(
                status.Designator == node.Designator,
                $"{node.Designator} ({status.Name}) runs: own keys, own certificates, own database");
        }

        await AdmitAsync(cast, cancellation).ConfigureAwait(false);
        await ImportAsync(cast, cancellation).ConfigureAwait(false);
        await cast.SayHoldingsAsync(cancellation).ConfigureAwait(false);
    }

    private static async Task AdmitAsync(Cast cast, CancellationToken cancellation)
    {
        cast.Narrator.Step("Each admits the others: a descriptor by file, its phrase by voice, two officers");
        foreach (var owner in cast.Nodes)
        {
            var file = Path.Combine(cast.Work, $"{owner.Designator}.descriptor");
            var own = await cast.At(owner, "admin").DoAsync<ExportDescriptorResponse>(
                cancellation, "descriptor", "export", "--out", file).ConfigureAwait(false);
            foreach (var other in cast.Nodes.Where(node => node != owner))
            {
                await AdmitOneAsync(cast, other, owner.Designator, file, own.Phrase, cancellation)
                    .ConfigureAwait(false);
            }
        }

        foreach (var node in cast.Nodes)
        {
            await Patience.UntilAsync(
                () => cast.At(node, "admin").TryAskAsync<ListStreamsResponse>(cancellation, "streams"),
                all => all.Streams.Count(stream => stream is { Direction: "in", State: "live" }) == 2,
                $"{node.Designator} is connected with both others",
                cancellation).ConfigureAwait(false);
            cast.Narrator.Check(true, $"{node.Designator} is connected with both others, mutual TLS");
        }
    }

    /// <summary>Two officers admit a peer: one hands in the file, the other types what was read out.</summary>
    public static async Task AdmitOneAsync(
        Cast cast, DemoNode at, string peer, string file, string phrase, CancellationToken cancellation)
    {
        await cast.At(at, "admin").DoAsync<ProposePeerResponse>(cancellation, "descriptor", "propose", file)
            .ConfigureAwait(false);
        await cast.At(at, "authority").DoAsync<AdmitPeerResponse>(
            cancellation, "descriptor", "admit", peer, "--phrase", phrase).ConfigureAwait(false);
    }

    private static async Task ImportAsync(Cast cast, CancellationToken cancellation)
    {
        cast.Narrator.Step("Each node takes in public reference data by itself: real States, CSIRTs, strategies");
        await Task.WhenAll(cast.Nodes.Select(async node =>
        {
            var end = await cast.At(node, "admin").RunAsync(
                cancellation, "import", cast.Data, "--home", node.Home, "--as-of", DataAsOf).ConfigureAwait(false);
            if (end.ExitCode != 0)
            {
                throw new StepFailed($"{node.Designator}: the import ended with {end.ExitCode}: {end.Error.Trim()}");
            }
        })).ConfigureAwait(false);
        cast.Narrator.Say("Shown as imported-public, with source and date; never sent to a peer, never a nomination.");
    }
}
