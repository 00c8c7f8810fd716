using CbmExchange.Testing;
using Npgsql;

namespace CbmExchange.Store.Tests.Faults;

/// <summary>
/// The one lock of the writers of a schema, held by a session that does nothing; and where the writer is.
/// </summary>
internal static class WriterLock
{
    public static async Task<NpgsqlConnection> HoldAsync(PostgresFixture postgres, string schema)
    {
        var connection = new NpgsqlConnection(postgres.ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(
            $"select pg_advisory_lock(hashtextextended('{schema}.cbm_append', 0))", connection);
        await command.ExecuteNonQueryAsync();
        return connection;
    }

    /// <summary>Until the writer stands before the lock.</summary>
    public static Task WaitForWriterAsync(PostgresFixture postgres, string schema) =>
        UntilAsync(postgres, schema, "wait_event_type = 'Lock'");

    /// <summary>Until the writer's session is as the condition says; asks the server, bounded.</summary>
    public static async Task UntilAsync(PostgresFixture postgres, string schema, string condition)
    {
        for (var n = 0; n < 1000; n++)
        {
            if ((bool)(await postgres.QueryAsync(
                $"select count(*) > 0, pg_sleep(0.005) from pg_stat_activity where application_name = "
                + $"'cbm-writer-{schema}' and {condition}"))!)
            {
                return;
            }
        }

        Assert.Fail($"The writer never came to: {condition}.");
    }
}
