using System.Collections.Immutable;
using CbmExchange.Domain;
using CbmExchange.Domain.Exercises;
using CbmExchange.Envelopes.PeerStreams;
using CbmExchange.Store.Readings;
using CbmExchange.Store.Records;
using Npgsql;
using static CbmExchange.Store.Readings.ReadingsSource;

namespace CbmExchange.Store.Exercises;

/// <summary>
/// Reads what is known of exercises, and what was put aside. Throws <see cref="StoreUnavailableException"/> when
/// PostgreSQL is down.
/// </summary>
public sealed class ExerciseReader
{
    private static readonly string ExercisesSql = string.Format(
        System.Globalization.CultureInfo.InvariantCulture, ExerciseRows.Sql, "{schema}.");

    private readonly ReadingsSource source;

    internal ExerciseReader(ReadingsSource source) => this.source = source;

    /// <summary>Exercises that were announced to this node or by it; null: all of them.</summary>
    public async Task<ImmutableArray<ExerciseState>> KnownAsync(
        string? exerciseId, CancellationToken cancellationToken) =>
        ExerciseRows.Fold(await source
            .ListAsync(ExercisesSql, ExerciseRows.Read, cancellationToken, exerciseId, ExerciseRows.CountMax)
            .ConfigureAwait(false));

    /// <summary>True when an entry of a peer was put aside.</summary>
    public async Task<bool> IsAsideAsync(PeerStreamId stream, long index, CancellationToken cancellationToken) =>
        !(await source.ListAsync(
            """
            select 1 from {schema}.cbm_reading_aside where originator = $1 and generation = $2 and entry = $3
            """,
            _ => 1, cancellationToken, stream.Originator.Value, stream.Generation, index)
            .ConfigureAwait(false)).IsEmpty;

    /// <summary>What was put aside, the newest first, after a place (null: from the newest).</summary>
    /// <param name="exerciseId">Null: of all exercises.</param>
    /// <param name="recordTypes">At least one; none gives nothing.</param>
    /// <param name="after">Place of the last one taken.</param>
    /// <param name="countMax">Rows at most.</param>
    /// <param name="cancellationToken">Ends the question.</param>
    public Task<ImmutableArray<AsideRow>> AsideAsync(
        string? exerciseId, string[] recordTypes, ReadingPlace? after, int countMax,
        CancellationToken cancellationToken) =>
        source.ListAsync(
            """
            select originator, record_id, record_type, context, exercise_id, reason, stored_at, withdrawn_at, seq_id,
              ordinal
              from {schema}.cbm_reading_aside
             where ($1::text is null or exercise_id = $1)
               and ($2::bigint is null or (seq_id, ordinal) < ($2, $3)) and record_type = any ($5)
             order by seq_id desc, ordinal desc limit $4
            """,
            ReadAside, cancellationToken, exerciseId, after?.Position.Value, after?.Ordinal ?? 0,
            Math.Min(countMax, RecordReader.ReadCountMax), recordTypes);

    /// <summary>How many entries of an exercise were put aside.</summary>
    public async Task<int> AsideCountAsync(
        string exerciseId, string[] recordTypes, CancellationToken cancellationToken) =>
        (await source.ListAsync(
            """
            select count(*) from {schema}.cbm_reading_aside where exercise_id = $1 and record_type = any ($2)
            """,
            row => checked((int)row.GetInt64(0)), cancellationToken, exerciseId, recordTypes).ConfigureAwait(false))[0];

    /// <summary>Records of an exercise, own and held, in the order in which they changed last.</summary>
    public Task<ImmutableArray<RecordRow>> RecordsAsync(
        string exerciseId, int countMax, CancellationToken cancellationToken) =>
        source.ListAsync(
            RecordReader.RecordColumns + """
                 where (record_type in ('exercise', 'exercise-notice', 'exercise-consent') or context = 'exercise')
                   and left(coalesce(header->>'exerciseId', content->>'exerciseId'), 101) = $1
                 order by seq_id, ordinal limit $2
                """,
            RecordReader.ReadRecord, cancellationToken, exerciseId, countMax);

    private static AsideRow ReadAside(NpgsqlDataReader row) => new(
        new ParticipantId(Text(row, "originator")), new RecordId(Text(row, "record_id")), Text(row, "record_type"),
        Text(row, "context"), Text(row, "exercise_id"), Text(row, "reason"), Time(row, "stored_at"),
        TimeOrNull(row, "withdrawn_at"), new ReadingPlace(new LogPosition(Long(row, "seq_id")), Long(row, "ordinal")));
}
