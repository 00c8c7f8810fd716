using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace CbmExchange.Store.Tests;

public sealed class PrivatePostgresTests : IDisposable
{
    private const UnixFileMode OnlyOwner = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly string home = Path.Combine(Path.GetTempPath(), "cbm-private-" + Guid.NewGuid().ToString("N")[..8]);

    public void Dispose()
    {
        if (Directory.Exists(home))
        {
            Directory.Delete(home, recursive: true);
        }
    }

    [Fact]
    public async Task It_starts_behind_a_private_socket_and_stops_when_disposed()
    {
        await using (var server = await StartAsync())
        {
            Assert.False(server.WasAdopted);
            Assert.Equal(("", "on", "on"), (await AskAsync(server, "listen_addresses"), await AskAsync(server, "fsync"),
                await AskAsync(server, "synchronous_commit")));
            Assert.Equal(OnlyOwner, File.GetUnixFileMode(Path.Combine(home, "postgres.password")));
            Assert.Equal(OnlyOwner | UnixFileMode.UserExecute,
                File.GetUnixFileMode(Path.Combine(home, "postgres", "socket")));
            Assert.NotEqual("0", UserOf(ServerId()));
            await RunAsync(server, "create table kept (n int); insert into kept values (7)");
        }

        Assert.False(File.Exists(PidFile));
        await using var again = await StartAsync();
        Assert.Equal(7, await RunAsync(again, "select n from kept"));
    }

    [Fact]
    public async Task A_server_left_by_a_killed_node_is_adopted_and_one_that_was_killed_itself_is_started()
    {
        var left = await StartAsync();
        await RunAsync(left, "create table kept (n int); insert into kept values (7)");
        var id = ServerId();

        var adopted = await StartAsync();
        Assert.True(adopted.WasAdopted);
        Assert.Equal(id, ServerId());

        Process.GetProcessById(id).Kill();
        await Process.GetProcessById(id).WaitForExitAsync();
        await using var restarted = await StartAsync();
        Assert.False(restarted.WasAdopted);
        Assert.Equal(7, await RunAsync(restarted, "select n from kept"));
        await left.DisposeAsync();
    }

    [Fact]
    public async Task A_wrong_or_missing_password_file_is_one_plain_sentence()
    {
        await (await StartAsync()).DisposeAsync();
        var file = Path.Combine(home, "postgres.password");
        await File.WriteAllTextAsync(file, "wrong");
        var wrong = await Assert.ThrowsAsync<PrivatePostgresException>(StartAsync);
        File.Delete(file);
        var missing = await Assert.ThrowsAsync<PrivatePostgresException>(StartAsync);

        Assert.Contains("refuses the password", wrong.Message, StringComparison.Ordinal);
        Assert.Contains("is missing: restore it", missing.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(PidFile));
    }

    [Fact]
    public async Task Missing_programs_name_the_package_and_the_script()
    {
        var error = await Assert.ThrowsAsync<PrivatePostgresException>(() => PrivatePostgres.StartAsync(
            new PrivatePostgresOptions { Home = home, BinaryFolder = "/nowhere" }, NullLogger.Instance));

        Assert.Contains("install the package \"postgresql\"", error.Message, StringComparison.Ordinal);
        Assert.Contains("ops/", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_long_home_gets_a_short_socket_path_which_goes_with_the_server()
    {
        var deep = Path.Combine(home, new string('d', 60), new string('e', 60));
        await using var server =
            await PrivatePostgres.StartAsync(new PrivatePostgresOptions { Home = deep }, NullLogger.Instance);

        var socket = (await AskAsync(server, "unix_socket_directories"))!;
        Assert.True(socket.Length < 60, socket);
        Assert.Equal(OnlyOwner | UnixFileMode.UserExecute, File.GetUnixFileMode(socket));
        await server.DisposeAsync();
        Assert.False(Directory.Exists(socket));
    }

    private string PidFile => Path.Combine(home, "postgres", "data", "postmaster.pid");

    private static string UserOf(int processId) => File.ReadLines($"/proc/{processId}/status")
        .First(line => line.StartsWith("Uid:", StringComparison.Ordinal)).Split('\t')[1];

    private static async Task<string?> AskAsync(PrivatePostgres server, string setting) =>
        (string?)await RunAsync(server, $"select current_setting('{setting}')");

    private static async Task<object?> RunAsync(PrivatePostgres server, string text)
    {
        await using var source = NpgsqlDataSource.Create(server.ConnectionString);
        await using var command = source.CreateCommand(text);
        return await command.ExecuteScalarAsync();
    }

    private Task<PrivatePostgres> StartAsync() =>
        PrivatePostgres.StartAsync(new PrivatePostgresOptions { Home = home }, NullLogger.Instance);

    private int ServerId() => int.Parse(File.ReadLines(PidFile).First(), CultureInfo.InvariantCulture);
}
