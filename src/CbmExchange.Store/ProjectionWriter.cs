using Npgsql;

namespace CbmExchange.Store;

/// <summary>
/// What a projection wants written, gathered into one pipeline that also moves its progress. Values are positional
/// (<c>$1</c>, …); arrays go to <c>unnest</c> for set-based work.
/// </summary>
public sealed class ProjectionWriter
{
    private readonly NpgsqlConnection connection;
    private readonly List<NpgsqlBatchCommand> queued = [];
    private readonly List<NpgsqlBatchCommand> mustChangeOne = [];

    internal ProjectionWriter(NpgsqlConnection connection) => this.connection = connection;

    /// <summary>Queues one statement.</summary>
    public void Add(string sql, params ReadOnlySpan<object?> values) => queued.Add(Command(sql, values));

    /// <summary>Sends what is queued and reads; for the rare fold that cannot be written as one statement.</summary>
    public async Task<IReadOnlyList<T>> ReadAsync<T>(
        string sql, object?[] values, Func<NpgsqlDataReader, T> map, CancellationToken cancellationToken)
    {
        await FlushAsync(cancellationToken).ConfigureAwait(false);
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value ?? DBNull.Value });
        }

        await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        var rows = new List<T>();
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            rows.Add(map(reader));
        }

        return rows;
    }

    /// <summary>Queues a statement that must change exactly one row, else the whole page is given up.</summary>
    internal void AddCompareAndSet(string sql, params ReadOnlySpan<object?> values)
    {
        var command = Command(sql, values);
        queued.Add(command);
        mustChangeOne.Add(command);
    }

    internal async Task FlushAsync(CancellationToken cancellationToken)
    {
        if (queued.Count > 0)
        {
            await using var batch = new NpgsqlBatch(connection);
            queued.ForEach(batch.BatchCommands.Add);
            await batch.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }

        var isMoved = mustChangeOne.Exists(command => command.RecordsAffected != 1);
        queued.Clear();
        mustChangeOne.Clear();
        if (isMoved)
        {
            throw new Projections.ProgressMovedException();
        }
    }

    private static NpgsqlBatchCommand Command(string sql, ReadOnlySpan<object?> values)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value ?? DBNull.Value });
        }

        return command;
    }
}
