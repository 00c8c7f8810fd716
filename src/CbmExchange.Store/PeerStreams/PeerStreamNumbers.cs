using System.Collections.Concurrent;
using CbmExchange.Domain;
using CbmExchange.Envelopes.PeerStreams;
using Npgsql;
using static CbmExchange.Store.Log.Sql;

namespace CbmExchange.Store.PeerStreams;

/// <summary>The short number of each peer stream; at most peers × generations × 2 of them, held for good.</summary>
internal sealed class PeerStreamNumbers(NpgsqlDataSource source, TimeProvider clock)
{
    private const string InsertText =
        "insert into cbm_peer_streams (originator, recipient, generation, closed, opened_at, changed_at) "
        + "values ($1, $2, $3, exists (select from cbm_peer_streams where originator = $1 and recipient = $2 "
        + "and generation > $3), $4, $4) on conflict do nothing";

    private const string CloseText =
        "update cbm_peer_streams set closed = true "
        + "where originator = $1 and recipient = $2 and generation < $3 and not closed";

    private readonly ConcurrentDictionary<PeerStreamId, int> numbers = new();
    private readonly ConcurrentDictionary<int, PeerStreamId> streams = new();
    private readonly SemaphoreSlim opening = new(1);

    /// <summary>Null for a stream that another process opened since <see cref="LoadAsync"/>.</summary>
    public PeerStreamId? StreamOf(int number) => streams.GetValueOrDefault(number);

    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        await using var command =
            source.CreateCommand("select number, originator, recipient, generation from cbm_peer_streams");
        await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            Remember(
                new PeerStreamId(new ParticipantId(reader.GetString(1)), new ParticipantId(reader.GetString(2)),
                    reader.GetInt32(3)),
                reader.GetInt32(0));
        }
    }

    /// <summary>For an append: generation 1 is opened by its first use, a later one must have been opened.</summary>
    public async ValueTask<int> ForAppendAsync(PeerStreamId stream, CancellationToken cancellationToken)
    {
        if (await FindAsync(stream, cancellationToken).ConfigureAwait(false) is { } number)
        {
            return number;
        }

        if (stream.Generation != 1)
        {
            throw new PeerStreamNotOpenException(stream);
        }

        return await OpenAsync(stream, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Opens the first generations that a request needs, all at once: a first release to a whole body.
    /// </summary>
    public async Task PrepareAsync(IReadOnlyCollection<PeerStreamId> streams, CancellationToken cancellationToken)
    {
        if (Unknown(streams).Count < 2)
        {
            return;
        }

        await opening.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await LoadAsync(cancellationToken).ConfigureAwait(false);
            if (Unknown(streams) is { Count: > 0 } missing)
            {
                await InsertAsync(missing, cancellationToken).ConfigureAwait(false);
                await LoadAsync(cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            opening.Release();
        }
    }

    public async ValueTask<int?> FindAsync(PeerStreamId stream, CancellationToken cancellationToken)
    {
        if (numbers.TryGetValue(stream, out var known))
        {
            return known;
        }

        await using var command = source.CreateCommand(
            "select number from cbm_peer_streams where originator = $1 and recipient = $2 and generation = $3");
        AddName(command, stream);
        var found = (int?)await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false);
        return found is null ? null : Remember(stream, found.Value);
    }

    /// <summary>
    /// One opening at a time: many callers meet a new peer at once, and each would hold a connection.
    /// </summary>
    public async Task<int> OpenAsync(PeerStreamId stream, CancellationToken cancellationToken)
    {
        await opening.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (numbers.TryGetValue(stream, out var known))
            {
                return known;
            }

            await InsertAsync([stream], cancellationToken).ConfigureAwait(false);
            return await FindAsync(stream, cancellationToken).ConfigureAwait(false)
                ?? throw new InvalidOperationException("A peer stream vanished after it was opened.");
        }
        finally
        {
            opening.Release();
        }
    }

    /// <summary>
    /// Takes the write lock, so that no append is under way while a generation closes those before it.
    /// </summary>
    private async Task InsertAsync(IEnumerable<PeerStreamId> streams, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using var batch = new NpgsqlBatch(connection, transaction);
        batch.BatchCommands.Add(new NpgsqlBatchCommand(
            "select pg_advisory_xact_lock(hashtextextended(current_schema() || '.cbm_append', 0))"));
        foreach (var stream in streams)
        {
            AddName(batch, stream, InsertText).Parameters.Add(P(clock.GetUtcNow().UtcDateTime));
            AddName(batch, stream, CloseText);
        }

        await batch.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
    }

    private List<PeerStreamId> Unknown(IEnumerable<PeerStreamId> streams) =>
        [.. streams.Where(stream => stream.Generation == 1 && !numbers.ContainsKey(stream))];

    private static NpgsqlBatchCommand AddName(NpgsqlBatch batch, PeerStreamId stream, string text)
    {
        var command = new NpgsqlBatchCommand(text);
        AddName(command.Parameters, stream);
        batch.BatchCommands.Add(command);
        return command;
    }

    private static void AddName(NpgsqlCommand command, PeerStreamId stream) => AddName(command.Parameters, stream);

    private static void AddName(NpgsqlParameterCollection parameters, PeerStreamId stream)
    {
        parameters.Add(P(stream.Originator.Value));
        parameters.Add(P(stream.Recipient.Value));
        parameters.Add(P(stream.Generation));
    }

    private int Remember(PeerStreamId stream, int number)
    {
        numbers[stream] = number;
        streams[number] = stream;
        return number;
    }
}
