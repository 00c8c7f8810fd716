using System.Diagnostics;
using System.Globalization;
using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Envelopes.Keys;
using CbmExchange.Node.Tests.Hosting;
using CbmExchange.Node.Tests.Readings;
using CbmExchange.Testing;
using Grpc.Core;
using System.Security.Cryptography.X509Certificates;
using Xunit.Abstractions;

namespace CbmExchange.Node.Tests.Floods;

/// <summary>
/// XA is flooded by strangers, by the admitted peer XC and by an officer, while XB follows XA: the time from a release
/// on XA to its arrival at XB, before and during, beside each other. Alone, since it measures this process; attackers
/// run in it too and take part of the machine's time. ops/flood.sh takes more releases.
/// </summary>
[Collection(FloodTestsAlone.Name)]
public sealed class FloodTests(TwoNodes nodes, PostgresFixture postgres, ITestOutputHelper output)
    : IClassFixture<TwoNodes>, IClassFixture<PostgresFixture>
{
    private const string ReleasesVariable = "CBM_FLOOD_RELEASES";
    private const string TableVariable = "CBM_FLOOD_TABLE";
    private const long MemoryGrowthMaxMegabytes = 400;

    private static readonly TimeSpan RampUp = TimeSpan.FromMilliseconds(300);

    // Attackers share two cores with what they attack: what is asserted is that nobody waits for anybody.
    private static readonly TimeSpan MedianMax = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestMax = TimeSpan.FromSeconds(10);

    private static readonly int ReleaseCount = int.Parse(
        Environment.GetEnvironmentVariable(ReleasesVariable) ?? "5", CultureInfo.InvariantCulture);

    [Fact]
    public async Task A_flood_costs_the_others_nothing_and_memory_is_bounded()
    {
        // The gRPC runtime says so when a client resets a call before its request was read whole; no code of ours ran.
        nodes.A.ExpectedErrors.Add("System.IO.IOException: The client reset the request stream.");
        var (home, certificate) = await AdmitThirdAsync();
        await using var _ = home;
        using var root = TlsIssuer.CreateRoot("stranger", TimeProvider.System.GetUtcNow().AddHours(-1),
            TimeProvider.System.GetUtcNow().AddHours(1));
        using var peer = FloodChannel.Open(nodes.HomeA.Home, nodes.A.Host.PeersAddress, certificate);
        var attacks = new Attacks(nodes.A, peer, certificate, FloodChannel.Usable(root.Certificate));
        using var feed = new Arrivals(nodes.B.As("observer"));
        await MeasureAsync(feed);
        var calm = await MeasureAsync(feed);
        Row("attack", "release to stored at XB, ms: median longest", "before", "done", "refused", "memory MB");
        foreach (var (name, run) in attacks.All)
        {
            attacks.Reset();
            using var stop = new CancellationTokenSource();
            using var memory = new MemoryWatch();
            var attack = run(stop.Token);
            await Task.Delay(RampUp, TimeProvider.System);
            var (median, longest) = await MeasureAsync(feed);
            var grown = memory.PeakGrowthMegabytes;
            if (name.EndsWith("without pause", StringComparison.Ordinal))
            {
                // However quick the releases were: it goes on until it is told to stop.
                await TwoNodes.UntilAsync(() => Task.FromResult(attacks.Refused), refused => refused > 0);
            }

            await stop.CancelAsync();
            await attack.WaitAsync(TimeSpan.FromMinutes(1));
            Row(name, Text(median, longest), Text(calm.Median, calm.Longest), $"{attacks.Done}", $"{attacks.Refused}",
                $"+{grown} of {memory.StartMegabytes}");
            Assert.True(median < calm.Median + MedianMax, $"{name}: median {median}, before {calm.Median}.");
            Assert.True(longest < LongestMax, $"{name}: longest {longest}.");
            Assert.InRange(grown, 0, MemoryGrowthMaxMegabytes);
            Assert.True(attacks.Done > 0, $"{name} did nothing.");
        }
    }

    private static string Text(TimeSpan median, TimeSpan longest) => string.Create(
        CultureInfo.InvariantCulture, $"{median.TotalMilliseconds:F0} {longest.TotalMilliseconds:F0}");

    private void Row(string name, string during, string before, string done, string refused, string memory)
    {
        var row = $"{name,-34} {during,-20} {before,-12} {done,8} {refused,8}  {memory}";
        output.WriteLine(row);
        if (Environment.GetEnvironmentVariable(TableVariable) is { Length: > 0 } file)
        {
            File.AppendAllText(file, row + "\n");
        }
    }

    private async Task<(TimeSpan Median, TimeSpan Longest)> MeasureAsync(Arrivals feed)
    {
        var times = new List<TimeSpan>();
        for (var n = 0; n < ReleaseCount; n++)
        {
            var request = Flow.Release(await Flow.ClearedAsync(nodes.A), Drafts.To("XB"), Drafts.To("XC"));
            var watch = Stopwatch.StartNew();
            await nodes.A.Publishing("authority").ReleaseRecordAsync(request);
            await feed.WaitAsync(request.RecordId);
            times.Add(watch.Elapsed);
        }

        times.Sort();
        return (times[times.Count / 2], times[^1]);
    }

    // XC is admitted at XA; its own node does not run, its keys do the harm.
    private async Task<(TestHome Home, X509Certificate2 Certificate)> AdmitThirdAsync()
    {
        var home = await TestHome.MakeAsync(
            postgres, "XC", "--officer", "admin=node-admin", "authority=releasing-authority");
        await using (var node = await TestNode.StartAsync(home))
        {
            await TwoNodes.AdmitAsync(nodes.A, node, "XC");
        }

        using var pair = TlsCertificate.Read(home.Home.PeerCertificateFile, home.Home.PeerKeyFile, null);
        return (home, FloodChannel.Usable(pair.Certificate));
    }
}
