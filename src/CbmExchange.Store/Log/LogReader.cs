using System.Collections.Immutable;
using System.Text.Json;
using Npgsql;
using static CbmExchange.Store.Log.Sql;

namespace CbmExchange.Store.Log;

/// <summary>
/// Pages of mt_events by keyset. No reader holds a connection while its caller thinks. Every command and every follower
/// asks the same few questions: they are prepared, which is free from the second time on a connection.
/// </summary>
internal sealed class LogReader(NpgsqlDataSource source)
{
    private const string Columns = Before + "data::text" + After;
    private const string Before = "seq_id, id, stream_id, version, type, ";
    private const string After = ", timestamp, correlation_id, causation_id, user_name, headers::text";

    public Task<RawPage> ReadAllAsync(long after, int countMax, CancellationToken cancellationToken) =>
        ReadAsync(
        $"select {Columns} from mt_events where seq_id > $1 order by seq_id limit $2",
        [P(after), P(countMax)], countMax, cancellationToken);

    /// <summary>As above, without the bodies of some types, which do not leave the server.</summary>
    public Task<RawPage> ReadAllAsync(
        long after, int countMax, string[] leftOut, CancellationToken cancellationToken) => ReadAsync(
        $"select {Before}case when type <> all($3) then data::text end{After} "
        + "from mt_events where seq_id > $1 order by seq_id limit $2",
        [P(after), P(countMax), P(leftOut)], countMax, cancellationToken);

    public Task<RawPage> ReadStreamAsync(
        string streamId, long after, int countMax, CancellationToken cancellationToken) => ReadAsync(
        $"select {Columns} from mt_events where stream_id = $1 and version > $2 order by version limit $3",
        [P(streamId), P(after), P(countMax)], countMax, cancellationToken);

    public async Task<long> HeadAsync(CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using var command = new NpgsqlCommand("select coalesce(max(seq_id), 0) from mt_events", connection);
        await command.PrepareAsync(cancellationToken).ConfigureAwait(false);
        return (long)(await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!;
    }

    public async Task<DateTimeOffset> ServerTimeAsync(CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("select pg_catalog.clock_timestamp()");
        return (DateTime)(await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!;
    }

    public async Task<(string Result, string? UserName)?> CommandAsync(
        Guid commandId, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using var command = new NpgsqlCommand(
            """
            select c.result::text, e.user_name
              from cbm_commands c left join mt_events e on e.seq_id = (c.result->>'first')::bigint
             where c.command_id = $1
            """,
            connection);
        command.Bind(P(commandId));
        await command.PrepareAsync(cancellationToken).ConfigureAwait(false);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        return await reader.ReadAsync(cancellationToken).ConfigureAwait(false)
            ? (reader.GetString(0), reader.IsDBNull(1) ? null : reader.GetString(1))
            : null;
    }

    private async Task<RawPage> ReadAsync(
        string text, NpgsqlParameter[] parameters, int countMax, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using var command = new NpgsqlCommand(text, connection);
        command.Bind(parameters);
        await command.PrepareAsync(cancellationToken).ConfigureAwait(false);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        var page = new List<RawEvent>();
        var bytes = 0L;
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            var raw = Row(reader);
            page.Add(raw);
            bytes += raw.Json?.Length ?? 0;
            if (page.Count == countMax || bytes >= StoreLimits.ReadPageBytesMax)
            {
                return new RawPage(page, IsLast: false);
            }
        }

        return new RawPage(page, IsLast: true);
    }

    private static RawEvent Row(NpgsqlDataReader reader) => new()
    {
        Position = reader.GetInt64(0),
        Id = reader.GetGuid(1),
        StreamId = reader.GetString(2),
        Version = reader.GetInt64(3),
        Alias = reader.GetString(4),
        Json = Text(reader, 5),
        Timestamp = new DateTimeOffset(reader.GetDateTime(6), TimeSpan.Zero),
        Metadata = new AppendMetadata
        {
            CorrelationId = Text(reader, 7),
            CausationId = Text(reader, 8),
            UserName = Text(reader, 9),
            Headers = Text(reader, 10) is { } headers
                ? JsonSerializer.Deserialize<ImmutableSortedDictionary<string, string>>(headers)!
                : ImmutableSortedDictionary<string, string>.Empty,
        },
    };

    private static string? Text(NpgsqlDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : reader.GetString(column);
}
