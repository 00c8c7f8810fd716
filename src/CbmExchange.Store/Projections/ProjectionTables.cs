using CbmExchange.Store.Log;
using Npgsql;
using static CbmExchange.Store.Log.Sql;

namespace CbmExchange.Store.Projections;

/// <summary>Schemas, progress rows and dead letters of projections.</summary>
internal sealed class ProjectionTables(NpgsqlDataSource source, TimeProvider clock)
{
    /// <summary>
    /// Makes tables and progress row when missing, under a lock, so that two starting nodes do not collide.
    /// </summary>
    public async Task EnsureAsync(ProjectionShard shard, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await RunAsync(connection, "select pg_advisory_xact_lock(hashtextextended($1, 0))", cancellationToken,
            P(shard.Schema))
            .ConfigureAwait(false);
        var made = await RunAsync(
            connection,
            "insert into mt_event_progression (name, last_seq_id, last_updated) values ($1, 0, $2) on conflict do "
            + "nothing",
            cancellationToken, P(shard.ProgressName), P(Now)).ConfigureAwait(false);
        if (made == 1)
        {
            await RunAsync(connection, $"drop schema if exists \"{shard.Schema}\" cascade", cancellationToken)
                .ConfigureAwait(false);
            await RunAsync(connection, $"create schema \"{shard.Schema}\"", cancellationToken).ConfigureAwait(false);
            await RunAsync(connection, $"set local search_path = \"{shard.Schema}\"", cancellationToken)
                .ConfigureAwait(false);
            await RunAsync(connection, shard.Projection.TablesSql, cancellationToken).ConfigureAwait(false);
        }

        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        await ReloadAsync(shard, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Reads progress and an unresolved dead letter back.</summary>
    public async Task ReloadAsync(ProjectionShard shard, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(
            "select p.last_seq_id, d.seq_id, d.reason from mt_event_progression p left join cbm_dead_letters d "
            + "on d.projection = p.name and not d.skipped and d.seq_id > p.last_seq_id where p.name = $1 order by "
            + "d.seq_id limit 1");
        command.Bind(P(shard.ProgressName));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        if (!await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            throw new InvalidOperationException($"The progress row of {shard.ProgressName} is gone.");
        }

        shard.MoveTo(reader.GetInt64(0));
        if (!reader.IsDBNull(1))
        {
            shard.Stop(reader.GetInt64(1), reader.GetString(2));
        }
    }

    /// <summary>True when the event was skipped by decision before, and now again.</summary>
    public async Task<bool> AddDeadLetterAsync(
        ProjectionShard shard, long position, string reason, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(
            "insert into cbm_dead_letters as d (projection, seq_id, reason, stored_at, skipped) values ($1, $2, $3, "
            + "$4, "
            + "exists (select from cbm_dead_letters o where o.projection = $5 and o.seq_id = $2 and o.skipped)) "
            + "on conflict (projection, seq_id) do update set reason = excluded.reason, stored_at = excluded.stored_at "
            + "returning skipped");
        var cut = reason[..Math.Min(reason.Length, StoreLimits.DeadLetterReasonLengthMax)];
        command.Bind(P(shard.ProgressName), P(position), P(cut), P(Now), P(shard.Projection.ProgressName));
        return (bool)(await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!;
    }

    public async Task SkipAsync(ProjectionShard shard, long position, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await RunAsync(connection, "update cbm_dead_letters set skipped = true where projection = $1 and seq_id = $2",
            cancellationToken, P(shard.ProgressName), P(position)).ConfigureAwait(false);
        await RunAsync(connection,
            "update mt_event_progression set last_seq_id = $2, last_updated = $3 where name = $1 and last_seq_id < $2",
            cancellationToken, P(shard.ProgressName), P(position), P(Now)).ConfigureAwait(false);
        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        await ReloadAsync(shard, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Puts the rebuilt tables in the place of the live ones, in one transaction. False when the live ones are further
    /// on: fold some more and try again.
    /// </summary>
    public async Task<bool> SwapAsync(ProjectionShard live, ProjectionShard rebuilt,
        CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using var find = new NpgsqlCommand(
            "select last_seq_id from mt_event_progression where name = $1 for update", connection);
        find.Bind(P(live.ProgressName));
        if ((long)(await find.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))! > rebuilt.Position)
        {
            return false;
        }

        await RunAsync(connection, $"drop schema \"{live.Schema}\" cascade", cancellationToken).ConfigureAwait(false);
        await RunAsync(connection, $"alter schema \"{rebuilt.Schema}\" rename to \"{live.Schema}\"", cancellationToken)
            .ConfigureAwait(false);
        await RunAsync(connection, "delete from cbm_dead_letters where projection = $1", cancellationToken,
            P(live.ProgressName))
            .ConfigureAwait(false);
        await RunAsync(connection, "update cbm_dead_letters set projection = $1 where projection = $2",
            cancellationToken,
            P(live.ProgressName), P(rebuilt.ProgressName)).ConfigureAwait(false);
        await RunAsync(connection, "delete from mt_event_progression where name = $1", cancellationToken,
            P(rebuilt.ProgressName))
            .ConfigureAwait(false);
        await RunAsync(connection,
            "update mt_event_progression set last_seq_id = $2, last_updated = $3 where name = $1",
            cancellationToken, P(live.ProgressName), P(rebuilt.Position), P(Now)).ConfigureAwait(false);
        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        return true;
    }

    /// <summary>Removes what an interrupted rebuild left.</summary>
    public async Task DropAsync(ProjectionShard rebuilt, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await RunAsync(connection, "delete from mt_event_progression where name = $1", cancellationToken,
            P(rebuilt.ProgressName))
            .ConfigureAwait(false);
        await RunAsync(connection, "delete from cbm_dead_letters where projection = $1", cancellationToken,
            P(rebuilt.ProgressName))
            .ConfigureAwait(false);
        await RunAsync(connection, $"drop schema if exists \"{rebuilt.Schema}\" cascade", cancellationToken)
            .ConfigureAwait(false);
        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
    }

    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    private static async Task<int> RunAsync(
        NpgsqlConnection connection, string text, CancellationToken cancellationToken,
            params NpgsqlParameter[] parameters)
    {
        await using var command = new NpgsqlCommand(text, connection);
        command.Bind(parameters);
        return await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }
}
