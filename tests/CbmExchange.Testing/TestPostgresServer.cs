using System.Diagnostics;
using System.Globalization;
using CbmExchange.Store;
using Microsoft.Extensions.Logging.Abstractions;

namespace CbmExchange.Testing;

/// <summary>
/// One PostgreSQL per test process, taken from, in this order: the connection string in CBM_TEST_POSTGRES;
/// Testcontainers where it is compiled in and a Docker engine answers; a private server in a temporary folder.
/// </summary>
public static class TestPostgresServer
{
    /// <summary>What the folder of a private server is called, before the id of the process.</summary>
    public const string HomePrefix = "cbm-test-";

    private const string Variable = "CBM_TEST_POSTGRES";
#if COMPLETE_REGISTRY
    private const string Image = "postgres:15";
#endif

    private static readonly Lazy<Task<string>> Started = new(StartAsync);

    /// <summary>Connections that a private server takes; set before the first use by who needs more.</summary>
    public static int ConnectionCountMax { get; set; } = 200;

    /// <summary>A connection string for a database in which tests make schemas of their own.</summary>
    public static Task<string> ConnectionStringAsync() => Started.Value;

    private static async Task<string> StartAsync()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } given)
        {
            return given;
        }

#if COMPLETE_REGISTRY
        if (await ContainerAsync() is { } container)
        {
            return container;
        }
#endif
        await SweepAsync();
        var home = HomeOf(Environment.ProcessId);
        var server = await PrivatePostgres.StartAsync(
            new() { Home = home, ConnectionCountMax = ConnectionCountMax }, NullLogger.Instance);
        WatchForEnd(home);
        return server.ConnectionString;
    }

#if COMPLETE_REGISTRY
    // The container itself is removed by Testcontainers' own watcher when this process has ended, killed or not.
    private static async Task<string?> ContainerAsync()
    {
        try
        {
            var container = new Testcontainers.PostgreSql.PostgreSqlBuilder(Image).Build();
            await container.StartAsync();
            return container.GetConnectionString();
        }
        catch (DotNet.Testcontainers.Builders.DockerUnavailableException)
        {
            return null;
        }
    }

#endif
    /// <summary>
    /// Stops the server and removes its folder when this process has ended, killed or not: a test host is not given
    /// the time to do it itself.
    /// </summary>
    private static void WatchForEnd(string home)
    {
        const string Script = """
            exec </dev/null >/dev/null 2>&1
            while kill -0 "$1"; do sleep 0.1; done
            pid=$(head -n 1 "$2/postgres/data/postmaster.pid")
            if [ -n "$pid" ]; then kill -INT "$pid"; fi
            n=0
            while [ -e "$2/postgres/data/postmaster.pid" ] && [ $n -lt 100 ]; do sleep 0.1; n=$((n + 1)); done
            rm -rf "$2"
            """;
        var start = new ProcessStartInfo("setsid") { UseShellExecute = false };
        foreach (var argument in (string[])["sh", "-c", Script, "watch",
            Environment.ProcessId.ToString(CultureInfo.InvariantCulture), home])
        {
            start.ArgumentList.Add(argument);
        }

        using var watcher = Process.Start(start);
    }

    private static string HomeOf(int processId) =>
        Path.Combine(Path.GetTempPath(), HomePrefix + processId.ToString(CultureInfo.InvariantCulture));

    /// <summary>Test processes that were killed leave a server behind; the next one stops it.</summary>
    private static async Task SweepAsync()
    {
        foreach (var home in Directory.GetDirectories(Path.GetTempPath(), HomePrefix + "*"))
        {
            var isLeft = int.TryParse(Path.GetFileName(home).AsSpan(HomePrefix.Length), CultureInfo.InvariantCulture,
                out var id)
                && !IsAlive(id);
            if (isLeft)
            {
                await RemoveAsync(home);
            }
        }
    }

    private static async Task RemoveAsync(string home)
    {
        try
        {
            if (File.Exists(Path.Combine(home, "postgres", "data", "postmaster.pid")))
            {
                await (await PrivatePostgres.StartAsync(new() { Home = home }, NullLogger.Instance)).DisposeAsync();
            }

            Directory.Delete(home, recursive: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or PrivatePostgresException)
        {
            // Another user's, or another process sweeps it too.
        }
    }

    private static bool IsAlive(int processId)
    {
        try
        {
            using var process = Process.GetProcessById(processId);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
