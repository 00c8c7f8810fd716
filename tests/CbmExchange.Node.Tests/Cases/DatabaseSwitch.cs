using CbmExchange.Node.Tests.Hosting;
using Npgsql;

namespace CbmExchange.Node.Tests.Cases;

/// <summary>Takes the database of one node away and gives it back; the server stays for the others.</summary>
internal static class DatabaseSwitch
{
    public static async Task OffAsync(TestHome home)
    {
        await RunAsync(home, $"alter database {home.DatabaseName} with allow_connections false");
        await RunAsync(
            home, $"select pg_terminate_backend(pid) from pg_stat_activity where datname = '{home.DatabaseName}'");
    }

    public static Task OnAsync(TestHome home) =>
        RunAsync(home, $"alter database {home.DatabaseName} with allow_connections true");

    private static async Task RunAsync(TestHome home, string sql)
    {
        var other = new NpgsqlConnectionStringBuilder(home.ConnectionString) { Database = "postgres" };
        await using var source = NpgsqlDataSource.Create(other.ConnectionString);
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
