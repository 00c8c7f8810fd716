using System.Diagnostics;
using System.Globalization;
using CbmExchange.Benchmarks.Measuring;
using CbmExchange.Store;
using CbmExchange.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace CbmExchange.Benchmarks.Store;

/// <summary>
/// A second process that appends to the same log from many callers, so that stopping or killing it at any moment most
/// likely meets it in mid-append.
/// </summary>
internal static class OtherWriter
{
    /// <summary>First word of the command line of that process.</summary>
    public const string Verb = "append-for-ever";

    private const int Callers = 16;
    private const string ConnectionVariable = "CBM_BENCH_CONNECTION";
    private const string Ready = "appending";

    /// <summary>The process itself: appends until it is killed.</summary>
    public static async Task RunAsync(string schema)
    {
        await using var store = await PostgresEventStore.OpenAsync(
            new PostgresStoreOptions
            {
                ConnectionString = Environment.GetEnvironmentVariable(ConnectionVariable)!,
                Schema = schema,
                PersonalDataMasterKey = Enumerable.Range(1, PersonalDataVault.KeyBytes).Select(n => (byte)n).ToArray(),
            },
            TimeProvider.System, NullLoggerFactory.Instance).ConfigureAwait(false);
        Console.WriteLine(Ready);
        await Stopped.RateAsync(Callers, TimeSpan.MaxValue, _ => store.AppendAsync(
            Rows.Draft(TimeProvider.System.GetUtcNow()))).ConfigureAwait(false);
    }

    /// <summary>Measures while it is stopped; it is killed afterwards.</summary>
    public static Task<FollowBenchmark.Waits> StoppedAsync(
        PostgresFixture postgres, string schema, Func<Task<FollowBenchmark.Waits>> measure) =>
        BesideAsync(postgres, schema, "-STOP", measure);

    /// <summary>Measures after it was killed.</summary>
    public static Task<FollowBenchmark.Waits> KilledAsync(
        PostgresFixture postgres, string schema, Func<Task<FollowBenchmark.Waits>> measure) =>
        BesideAsync(postgres, schema, "-KILL", measure);

    private static async Task<FollowBenchmark.Waits> BesideAsync(
        PostgresFixture postgres, string schema, string signal, Func<Task<FollowBenchmark.Waits>> measure)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(OtherWriter).Assembly.Location, Verb, schema])
        {
            RedirectStandardOutput = true,
        };
        start.Environment[ConnectionVariable] = postgres.ConnectionString;
        using var other = Process.Start(start)!;
        try
        {
            while (await other.StandardOutput.ReadLineAsync().ConfigureAwait(false) != Ready)
            {
                // It says so once its store is open.
            }

            using var kill = Process.Start("kill", [signal, other.Id.ToString(CultureInfo.InvariantCulture)]);
            await kill.WaitForExitAsync().ConfigureAwait(false);
            return await measure().ConfigureAwait(false);
        }
        finally
        {
            other.Kill();
            await other.WaitForExitAsync().ConfigureAwait(false);
        }
    }
}
