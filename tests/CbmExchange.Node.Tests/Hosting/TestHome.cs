using System.Globalization;
using CbmExchange.Node.Home;
using CbmExchange.Node.Verbs;
using CbmExchange.Testing;

namespace CbmExchange.Node.Tests.Hosting;

/// <summary>
/// A home made by init, with a database of its own on the test server. Test defaults are complete (style.md T6).
/// </summary>
internal sealed class TestHome : IAsyncDisposable
{
    private static int count;

    private readonly PostgresFixture postgres;
    private readonly string database;

    private TestHome(PostgresFixture postgres, string folder, string database)
    {
        this.postgres = postgres;
        this.database = database;
        Home = NodeHome.At(folder);
    }

    /// <summary>The home.</summary>
    public NodeHome Home { get; }

    /// <summary>Name of its database.</summary>
    public string DatabaseName => database;

    /// <summary>Its database.</summary>
    public string ConnectionString => $"{postgres.ConnectionString};Database={database}";

    /// <summary>Where the instance file lies.</summary>
    public static string InstanceFile => Path.Combine(AppContext.BaseDirectory, "instance.json");

    /// <summary>Makes one for a participant of the demonstration instance.</summary>
    public static Task<TestHome> MakeAsync(
        PostgresFixture postgres, string participant = "XA", params string[] more) =>
        MakeAsync(postgres, TimeProvider.System, participant, more);

    /// <summary>Makes one when it is some other time.</summary>
    public static Task<TestHome> MakeAsync(
        PostgresFixture postgres, TimeProvider time, string participant = "XA", params string[] more) =>
        MakeAsync(postgres, InstanceFile, time, participant, more);

    /// <summary>Makes one for a participant of another instance.</summary>
    public static async Task<TestHome> MakeAsync(
        PostgresFixture postgres, string instanceFile, TimeProvider time, string participant, string[] more)
    {
        var name = string.Create(
            CultureInfo.InvariantCulture, $"node_{Environment.ProcessId}_{Interlocked.Increment(ref count)}");
        await postgres.QueryAsync($"create database {name}");
        var variable = VariableOf(name);
        Environment.SetEnvironmentVariable(variable, $"{postgres.ConnectionString};Database={name}");
        var home = new TestHome(postgres, Path.Combine(Path.GetTempPath(), "cbm-" + name), name);
        string[] arguments =
        [
            "init", "--home", home.Home.Folder, "--instance", instanceFile, "--participant", participant,
            "--officers-listen", "127.0.0.1:0", "--peers-listen", "127.0.0.1:0", "--endpoint", "127.0.0.1:1",
            "--database", $"env:{variable}", "--recall-seconds", "0", .. more,
        ];
        var run = await ProgramRun.RunAsync(arguments, time);
        Assert.True(run.ExitCode == 0, run.Errors);
        return home;
    }

    /// <summary>Runs SQL in its database.</summary>
    public async Task QueryAsync(string text)
    {
        await using var source = Npgsql.NpgsqlDataSource.Create(ConnectionString);
        await using var command = source.CreateCommand(text);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>From the next start on its node reaches the database this way.</summary>
    public void ReachBy(string connectionString) =>
        Environment.SetEnvironmentVariable(VariableOf(database), connectionString);

    /// <summary>Runs SQL in its database; answers the first value as text.</summary>
    public async Task<string> ScalarAsync(string text)
    {
        await using var source = Npgsql.NpgsqlDataSource.Create(ConnectionString);
        await using var command = source.CreateCommand(text);
        return Convert.ToString(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture) ?? "";
    }

    /// <summary>Changes node.json.</summary>
    public void Change(Func<NodeSettings, NodeSettings> change) => change(NodeSettings.Read(Home)).Write(Home);

    private static string VariableOf(string database) => $"CBM_TEST_{database}".ToUpperInvariant();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await postgres.QueryAsync($"drop database if exists {database} with (force)");
        Directory.Delete(Home.Folder, recursive: true);
    }
}
