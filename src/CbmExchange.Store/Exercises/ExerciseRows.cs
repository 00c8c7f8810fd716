using System.Collections.Immutable;
using CbmExchange.Domain;
using CbmExchange.Domain.Exercises;
using CbmExchange.Domain.Records;
using Npgsql;

namespace CbmExchange.Store.Exercises;

/// <summary>What the tables say of exercises: the directors' records, their notices and the consents of players, in the
/// order in which they were learned. One question, for the fold and for readers.</summary>
internal static class ExerciseRows
{
    /// <summary>Records of one question: more exercises and notices than an instance has in years.</summary>
    public const int CountMax = 5_000;

    /// <summary>$1: the exercise, null for all; $2: how many. {0} stands before the name of the table.</summary>
    public const string Sql = """
        select header::text as header, content::text as content, state, narrowed_at, stored_at
          from {0}cbm_reading_records
         where record_type in ('exercise', 'exercise-notice', 'exercise-consent')
           and ($1::text is null or left(coalesce(header->>'exerciseId', content->>'exerciseId'), 101) = $1)
         order by seq_id, ordinal limit $2
        """;

    /// <summary>One record of the answer.</summary>
    public static ExerciseRow Read(NpgsqlDataReader row) => new(
        Readings.ReadingsSource.FromJson<RecordHeader>(row.GetString(0)),
        RecordContent.Parse(row.GetString(1)),
        row.GetString(2) == "withdrawn",
        !row.IsDBNull(3),
        row.GetFieldValue<DateTimeOffset>(4));

    /// <summary>The exercises as they stand after all of the rows.</summary>
    public static ImmutableArray<ExerciseState> Fold(IEnumerable<ExerciseRow> rows)
    {
        var all = rows.ToArray();
        var notices = all.Where(row => !row.IsWithdrawn)
            .Select(row => (row.Header.ExerciseId, Notice: ExerciseNotice.Of(row.Header, row.Content, row.StoredAt)))
            .Where(row => row.Notice is not null)
            .ToLookup(row => row.ExerciseId ?? "", row => row.Notice!, StringComparer.Ordinal);
        var consents = all.Where(row => !row.IsWithdrawn)
            .Select(row => ExerciseConsent.Of(row.Header, row.Content)).OfType<ExerciseConsent>().ToArray();
        return
        [
            .. all.Select(Announced).OfType<ExerciseState>().Select(exercise => consents.Aggregate(
                notices[exercise.ExerciseId].Aggregate(exercise, (state, notice) => state.After(notice)),
                (state, consent) => state.After(consent))),
        ];
    }

    private static ExerciseState? Announced(ExerciseRow row) =>
        ExerciseState.Of(row.Header, row.Content) is { } exercise
            ? exercise with { IsCalledOff = row.IsWithdrawn, IsTakenOut = row.IsTakenOut }
            : null;
}

/// <summary>A record of an exercise's director, as it is held.</summary>
internal sealed record ExerciseRow(
    RecordHeader Header, RecordContent Content, bool IsWithdrawn, bool IsTakenOut, DateTimeOffset StoredAt);
