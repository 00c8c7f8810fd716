using System.Diagnostics;
using System.Globalization;
using CbmExchange.Benchmarks.Measuring;
using CbmExchange.Benchmarks.Nodes;
using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Node.Contacts;
using CbmExchange.Node.Tests.Hosting;
using CbmExchange.Store.Readings;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;

namespace CbmExchange.Benchmarks.Contacts;

/// <summary>
/// Whom do I call? By exact and by misspelt name, in process and over gRPC, in a small and in a large directory.
/// </summary>
internal sealed class LookupBenchmark : IBenchmark
{
    private const int Callers = 32;
    private const double InProcessMillisecondsMax = 1;
    private const double GrpcMillisecondsMax = 10;

    /// <summary>So many that none of them meets the limit on calls of one officer.</summary>
    private const int OfficersOfACaller = 3;

    private static readonly (string Suffix, int Contacts)[] Sizes = [("", 4 * 249), (".100k", 100_000)];

    /// <inheritdoc/>
    public string Name => "lookup";

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Figure>> RunAsync(BenchRun run)
    {
        string[] desks =
            [.. Enumerable.Range(0, Callers * OfficersOfACaller).Select(number => $"desk{number}=duty-officer")];
        await using var node = await BenchNode.StartAsync(run.Postgres, 0, desks).ConfigureAwait(false);
        var names = await ReferenceNames.ImportAsync(node).ConfigureAwait(false);
        var record = await ContactFill.PublishOneAsync(node).ConfigureAwait(false);
        var schema = node.Get<ReadingsProjection>().SchemaIn("cbm");
        var figures = new List<Figure>();
        foreach (var (suffix, contacts) in Sizes)
        {
            await node.RestartAsync(() => ContactFill.CopyAsync(node, schema, record, contacts)).ConfigureAwait(false);
            if (node.Get<ContactDirectory>().All.Count() != contacts + 1)
            {
                throw new InvalidOperationException("The directory does not hold the contacts that were made.");
            }

            run.Say($"  {contacts} contacts");
            figures.AddRange(await MeasureAsync(run, node, names, suffix, contacts).ConfigureAwait(false));
            if (suffix.Length == 0)
            {
                figures.Add(await MeasureDarkAsync(run, node, contacts).ConfigureAwait(false));
            }
        }

        return figures;
    }

    // From memory, while the node has lost PostgreSQL and asks for it again and again.
    private static async Task<Figure> MeasureDarkAsync(BenchRun run, BenchNode node, int contacts)
    {
        var service = ActivatorUtilities.CreateInstance<DirectoryServiceImpl>(node.Services);
        var context = new DirectoryCall(node.CallOf("duty"));
        var asked = Enumerable.Range(1, BenchInstance.ParticipantsMax - 1)
            .Select(number => $"Province {number}").ToArray();
        var (rate, split) = (new Samples(), new CpuSplit());
        await node.LoseDatabaseAsync(run.Postgres).ConfigureAwait(false);
        while (!(await service.Lookup(new LookupRequest { State = asked[0] }, context).ConfigureAwait(false))
            .Facts.FromMemory)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System).ConfigureAwait(false);
        }

        var times = await run.InTurnsAsync(("dark", () => LookupsAsync(
            1, run.Turn, asked, (_, request) => service.Lookup(request, context), rate, split))).ConfigureAwait(false);
        await node.FindDatabaseAsync(run.Postgres).ConfigureAwait(false);
        return Figure.Within(
            "lookup.dark.p99", "ms", times["dark"], InProcessMillisecondsMax,
            $"by exact name, {contacts} contacts, PostgreSQL out of reach, {Way("dark", rate)}; {split.Sentence}");
    }

    private static async Task<IEnumerable<Figure>> MeasureAsync(
        BenchRun run, BenchNode node, IReadOnlyList<string> names, string suffix, int contacts)
    {
        var exact = Enumerable.Range(1, BenchInstance.ParticipantsMax - 1)
            .Select(number => $"Province {number}").ToArray();
        var misspelt = names.Select(Misspell).ToArray();
        var service = ActivatorUtilities.CreateInstance<DirectoryServiceImpl>(node.Services);
        var context = new DirectoryCall(node.CallOf("duty"));
        var clients = Enumerable.Range(0, Callers * OfficersOfACaller)
            .Select(number => new DirectoryService.DirectoryServiceClient(node.Node.As($"desk{number}"))).ToArray();
        var rates = new Dictionary<string, (Samples Rate, CpuSplit Split)>(StringComparer.Ordinal);
        (string, Func<Task<double>>) Turn(
            string name, string[] asked, Func<int, LookupRequest, Task<LookupResponse>> lookup)
        {
            rates[name] = (new Samples(), new CpuSplit());
            return (name, () => LookupsAsync(
                IsGrpc(name) ? Callers : 1, run.Turn, asked, lookup, rates[name].Rate, rates[name].Split));
        }

        Task<LookupResponse> InProcess(int turn, LookupRequest request) => service.Lookup(request, context);
        Task<LookupResponse> OverGrpc(int turn, LookupRequest request) =>
            clients[turn % clients.Length].LookupAsync(request).ResponseAsync;
        var times = await run.InTurnsAsync(
            Turn("inproc", exact, InProcess), Turn("inproc.misspelt", misspelt, InProcess),
            Turn("grpc", exact, OverGrpc), Turn("grpc.misspelt", misspelt, OverGrpc)).ConfigureAwait(false);
        var size = string.Create(
            CultureInfo.InvariantCulture, $"{BenchInstance.ParticipantsMax} participants, {contacts} contacts");
        return times.Select(pair => Figure.Within(
            $"lookup.{pair.Key}{suffix}.p99", "ms", pair.Value,
            IsGrpc(pair.Key) ? GrpcMillisecondsMax : InProcessMillisecondsMax,
            $"{Asked(pair.Key)}, {size}, {Way(pair.Key, rates[pair.Key].Rate)}; {rates[pair.Key].Split.Sentence}"));
    }

    private static bool IsGrpc(string key) => key.StartsWith("grpc", StringComparison.Ordinal);

    private static string Asked(string key) => key.EndsWith("misspelt", StringComparison.Ordinal)
        ? "misspelt, answered with close names"
        : "by exact name";

    private static string Way(string key, Samples rates)
    {
        var rate = string.Create(CultureInfo.InvariantCulture, $"{rates.Median:0} lookups/s");
        return IsGrpc(key) ? $"{Callers} callers over mutual TLS, {rate}" : $"one caller in process, {rate}";
    }

    private static async Task<double> LookupsAsync(
        int callers, TimeSpan time, string[] asked, Func<int, LookupRequest, Task<LookupResponse>> lookup,
        Samples rates, CpuSplit split)
    {
        var times = new Samples();
        var turns = new int[callers];
        rates.Add(await split.RateAsync(callers, time, OnceAsync).ConfigureAwait(false));
        return times.At(0.99);

        async Task OnceAsync(int caller)
        {
            var turn = caller + (callers * turns[caller]++);
            var request = new LookupRequest { State = asked[turn % asked.Length] };
            var start = Stopwatch.GetTimestamp();
            try
            {
                var answer = await lookup(turn, request).ConfigureAwait(false);
                if (answer.Contacts.Count == 0)
                {
                    throw new InvalidOperationException($"{request.State} has no contact.");
                }
            }
            catch (RpcException unknown) when (
                unknown.StatusCode == StatusCode.NotFound
                && unknown.Status.Detail.Contains("Did you mean", StringComparison.Ordinal))
            {
                // What a misspelt name is answered with.
            }

            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }
    }

    // A letter typed twice, as fingers do it.
    private static string Misspell(string name) => $"{name[..3]}{name[2..]}";
}
