using System.Collections.Immutable;
using System.Text.Json;
using CbmExchange.Store.Log;
using Npgsql;

namespace CbmExchange.Store.Readings;

/// <summary>
/// Runs the queries of the readers against the live tables; a store that does not answer has one name.
/// </summary>
internal sealed class ReadingsSource(NpgsqlDataSource source, string schema)
{
    public async Task<ImmutableArray<T>> ListAsync<T>(
        string sql, Func<NpgsqlDataReader, T> map, CancellationToken cancellationToken, params object?[] arguments)
    {
        try
        {
            await using var command = source.CreateCommand(sql.Replace("{schema}", schema, StringComparison.Ordinal));
            foreach (var argument in arguments)
            {
                command.Parameters.Add(new NpgsqlParameter { Value = argument ?? DBNull.Value });
            }

            await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            var rows = ImmutableArray.CreateBuilder<T>();
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                rows.Add(map(reader));
            }

            return rows.ToImmutable();
        }
        catch (NpgsqlException error) when (IsPassing(error))
        {
            throw new StoreUnavailableException("PostgreSQL does not answer; the question can be asked again.", error);
        }
    }

    // Besides what the driver calls transient: a question that took too long, and tables that a rebuild is just
    // swapping.
    private static bool IsPassing(NpgsqlException error) => error is not PostgresException refused || error.IsTransient
        || refused.SqlState is PostgresErrorCodes.QueryCanceled or PostgresErrorCodes.UndefinedTable
            or PostgresErrorCodes.InvalidSchemaName;

    public async Task<T?> FindAsync<T>(
        string sql, Func<NpgsqlDataReader, T> map, CancellationToken cancellationToken, params object?[] arguments)
        where T : class
    {
        var rows = await ListAsync(sql, map, cancellationToken, arguments).ConfigureAwait(false);
        return rows.IsEmpty ? null : rows[0];
    }

    public static T FromJson<T>(string json) =>
        JsonSerializer.Deserialize<T>(json, DomainJson.Options) ?? throw new JsonException("A stored row is empty.");

    public static string? TextOrNull(NpgsqlDataReader row, string column)
    {
        var ordinal = row.GetOrdinal(column);
        return row.IsDBNull(ordinal) ? null : row.GetString(ordinal);
    }

    public static DateTimeOffset? TimeOrNull(NpgsqlDataReader row, string column)
    {
        var ordinal = row.GetOrdinal(column);
        return row.IsDBNull(ordinal) ? null : row.GetFieldValue<DateTimeOffset>(ordinal);
    }

    public static string Text(NpgsqlDataReader row, string column) => row.GetString(row.GetOrdinal(column));

    public static DateTimeOffset Time(NpgsqlDataReader row, string column) =>
        row.GetFieldValue<DateTimeOffset>(row.GetOrdinal(column));

    public static long Long(NpgsqlDataReader row, string column) => row.GetInt64(row.GetOrdinal(column));

    public static ImmutableArray<string> Texts(NpgsqlDataReader row, string column) =>
        [.. row.GetFieldValue<string[]>(row.GetOrdinal(column))];
}
