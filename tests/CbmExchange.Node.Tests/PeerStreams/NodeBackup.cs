using CbmExchange.Node.Tests.Hosting;
using CbmExchange.Testing;
using Npgsql;

namespace CbmExchange.Node.Tests.PeerStreams;

/// <summary>A copy of the database of a stopped node, put back as an operator puts a backup back.</summary>
internal sealed class NodeBackup(PostgresFixture postgres, TestHome home)
{
    private readonly string name = $"{home.DatabaseName}_backup";

    /// <summary>Copies the database as it is.</summary>
    public Task TakeAsync() => CopyAsync(home.DatabaseName, name);

    /// <summary>Puts the copy in its place; as the runbook says, the file of the last stop goes.</summary>
    public async Task PutBackAsync()
    {
        await postgres.QueryAsync($"drop database {home.DatabaseName} with (force)");
        await CopyAsync(name, home.DatabaseName);
        File.Delete(Path.Combine(home.Home.Folder, "peer-heads.json"));
    }

    /// <summary>Forgets the copy.</summary>
    public Task DropAsync() => postgres.QueryAsync($"drop database {name}");

    private async Task CopyAsync(string from, string to)
    {
        NpgsqlConnection.ClearAllPools();
        await postgres.QueryAsync(
            $"select count(pg_terminate_backend(pid)) from pg_stat_activity where datname = '{from}'");
        await postgres.QueryAsync($"create database {to} template {from}");
    }
}
