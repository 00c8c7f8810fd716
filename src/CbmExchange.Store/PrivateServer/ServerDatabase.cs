using CbmExchange.Store.Log;
using Npgsql;

namespace CbmExchange.Store.PrivateServer;

/// <summary>The node's database in its private server.</summary>
internal static class ServerDatabase
{
    public const string User = "cbm";

    public static async Task<string> EnsureAsync(
        ServerFolders folders, string password, string database, CancellationToken cancellationToken)
    {
        var text = new NpgsqlConnectionStringBuilder
        {
            Host = folders.Socket,
            Username = User,
            Password = password,
            Database = "postgres",
            Pooling = false,
        };
        try
        {
            await using var connection = new NpgsqlConnection(text.ConnectionString);
            await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
            await using var find = new NpgsqlCommand("select 1 from pg_database where datname = $1", connection);
            find.Bind(Sql.P(database));
            if (await find.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) is null)
            {
                var name = database.Replace("\"", "\"\"", StringComparison.Ordinal);
                await using var make = new NpgsqlCommand($"create database \"{name}\"", connection);
                await make.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
            }
        }
        catch (PostgresException error) when (error.SqlState == PostgresErrorCodes.InvalidPassword)
        {
            throw new PrivatePostgresException(
                $"The private PostgreSQL refuses the password in {folders.PasswordFile}: restore that file from the "
                + "backup of this home.",
                error);
        }
        catch (NpgsqlException error)
        {
            throw new PrivatePostgresException(
                $"The private PostgreSQL does not answer; see {folders.LogFile}. {DatabaseErrors.Sentence(error)}",
                    error);
        }

        text.Database = database;
        text.Pooling = true;
        return text.ConnectionString;
    }
}
