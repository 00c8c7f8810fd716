using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using Npgsql;
using static CbmExchange.Store.Log.Sql;

namespace CbmExchange.Store.Migrations;

/// <summary>
/// Brings a schema to what this program needs: numbered SQL files, forward only, each in a transaction of its own, one
/// migrator at a time (session advisory lock). What is already newer, or was made by other files, is refused untouched.
/// </summary>
internal sealed class Migrator(NpgsqlDataSource source, string schema)
{
    private const string Prefix = "CbmExchange.Store.Migrations.Sql.";

    private static readonly Migration[] Known = Load();

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        var turn = $"hashtextextended('{schema}.cbm_migrations', 0)";
        await ExecuteAsync(connection,
            $"set lock_timeout = 0; set statement_timeout = 0; select pg_advisory_lock({turn})", cancellationToken)
            .ConfigureAwait(false);
        try
        {
            await ExecuteAsync(
                connection,
                $"create schema if not exists \"{schema}\"; create table if not exists \"{schema}\".cbm_migrations "
                + "(number int not null primary key, name text not null, sha256 text not null, applied_at timestamptz "
                + "not null)",
                cancellationToken).ConfigureAwait(false);
            var applied = await AppliedAsync(connection, cancellationToken).ConfigureAwait(false);
            Check(applied);
            foreach (var migration in Known.Where(one => !applied.ContainsKey(one.Number)))
            {
                await ApplyAsync(connection, migration, cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            await ExecuteAsync(
                connection,
                $"select pg_advisory_unlock({turn}); "
                + $"set lock_timeout = {(long)StoreLimits.LockTimeout.TotalMilliseconds}; "
                + $"set statement_timeout = {(long)StoreLimits.StatementTimeout.TotalMilliseconds}",
                CancellationToken.None).ConfigureAwait(false);
        }
    }

    private static Migration[] Load()
    {
        var assembly = Assembly.GetExecutingAssembly();
        return [.. assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(name => Read(assembly, name))];
    }

    private static Migration Read(Assembly assembly, string name)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!, Encoding.UTF8);
        var text = reader.ReadToEnd();
        var file = name[Prefix.Length..];
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
        return new Migration(int.Parse(file.AsSpan(0, 4), CultureInfo.InvariantCulture), file, text, hash);
    }

    private static void Check(Dictionary<int, string> applied)
    {
        var newest = applied.Count == 0 ? 0 : applied.Keys.Max();
        if (newest > Known[^1].Number)
        {
            throw new DatabaseTooNewException(newest, Known[^1].Number);
        }

        if (Known.FirstOrDefault(one =>
            applied.TryGetValue(one.Number, out var hash) && hash != one.Sha256) is { } changed)
        {
            throw new StoreUnavailableException(
                $"This database was made by another build (migration {changed.Number} differs): start that build, or a "
                + "release.");
        }
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string text,
        CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(text, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    private static async Task ApplyAsync(NpgsqlConnection connection, Migration migration,
        CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await ExecuteAsync(connection, migration.Text, cancellationToken).ConfigureAwait(false);
        await using var command = new NpgsqlCommand(
            "insert into cbm_migrations (number, name, sha256, applied_at) values ($1, $2, $3, now())", connection);
        command.Parameters.Add(P(migration.Number));
        command.Parameters.Add(P(migration.Name));
        command.Parameters.Add(P(migration.Sha256));
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task<Dictionary<int,
        string>> AppliedAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command =
            new NpgsqlCommand($"select number, sha256 from \"{schema}\".cbm_migrations", connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        var applied = new Dictionary<int, string>();
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            applied.Add(reader.GetInt32(0), reader.GetString(1));
        }

        return applied;
    }

    private sealed record Migration(int Number, string Name, string Text, string Sha256);
}
