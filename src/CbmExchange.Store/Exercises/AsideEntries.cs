using System.Collections.Immutable;
using CbmExchange.Domain;
using CbmExchange.Domain.Exercises;
using CbmExchange.Domain.Release;
using CbmExchange.Envelopes.Statements;
using CbmExchange.Store.Readings;
using CbmExchange.Store.Records;

namespace CbmExchange.Store.Exercises;

/// <summary>
/// Decides, when an entry of a peer is folded, whether it is put aside: by what the tables hold at its place in the log
/// and by the time at which it was stored, so that a rebuild decides the same.
/// </summary>
/// <param name="writer">Where the tables are read, with all that came before.</param>
/// <param name="changes">What is gathered and not yet in the tables.</param>
internal sealed class AsideEntries(ProjectionWriter writer, SqlChanges changes)
{
    /// <summary>The reason, or null when the entry is taken in. Reads for a record of an exercise only.</summary>
    public async Task<string?> ReasonAsync(
        HeldEntry entry, VerifiedStatement statement, ParticipantId self, CancellationToken cancellationToken)
    {
        var header = statement.Header;
        if (header.Context != ExerciseState.Context)
        {
            return ExerciseArrival.ReasonAside(header, statement.Content, [], self, entry.StoredAt);
        }

        changes.MoveTo(writer);
        // Whoever holds a wrong version is told the right one, also after the end (domain.md §4.3 invariant 4).
        if (entry.Body.Kind == EntryKinds.Corrected
            && await IsHeldAsync(entry, cancellationToken).ConfigureAwait(false))
        {
            return null;
        }

        var known = await KnownAsync(header.ExerciseId ?? "", cancellationToken).ConfigureAwait(false);
        return ExerciseArrival.ReasonAside(header, statement.Content, known, self, entry.StoredAt);
    }

    /// <summary>Puts an entry aside.</summary>
    public static void Put(HeldEntry entry, VerifiedStatement statement, string reason, SqlChanges sql) =>
        sql.Add(
            """
            insert into cbm_reading_aside (originator, generation, entry, record_id, record_type, context, exercise_id,
              reason, stored_at, seq_id, ordinal)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) on conflict do nothing
            """,
            entry.Originator.Value, entry.Generation, entry.Index, statement.Header.RecordId.Value,
            statement.Header.RecordType, statement.Header.Context, statement.Header.ExerciseId ?? "", reason,
            entry.StoredAt, entry.Position, entry.Ordinal);

    /// <summary>What was put aside says that its originator withdrew it.</summary>
    public static void Withdraw(HeldEntry entry, SqlChanges sql) =>
        sql.Add(
            """
            update cbm_reading_aside set withdrawn_at = $3
             where record_id = $1 and originator = $2 and withdrawn_at is null
            """,
            entry.Body.RecordId, entry.Originator.Value, entry.Body.ReleasedAt.ToDateTimeOffset());

    private async Task<bool> IsHeldAsync(HeldEntry entry, CancellationToken cancellationToken) =>
        (await writer.ReadAsync(
            "select 1 from cbm_reading_records where record_id = $1 and originator = $2",
            [entry.Body.RecordId, entry.Originator.Value], _ => 1, cancellationToken).ConfigureAwait(false)).Count > 0;

    private async Task<ImmutableArray<ExerciseState>> KnownAsync(
        string exerciseId, CancellationToken cancellationToken) =>
        ExerciseRows.Fold(await writer.ReadAsync(
            string.Format(System.Globalization.CultureInfo.InvariantCulture, ExerciseRows.Sql, ""),
            [exerciseId, ExerciseRows.CountMax], ExerciseRows.Read, cancellationToken).ConfigureAwait(false));
}
