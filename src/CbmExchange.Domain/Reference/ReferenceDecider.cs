using System.Collections.Immutable;
using System.Globalization;
using CbmExchange.Domain.Officers;
using CbmExchange.Domain.Records;

namespace CbmExchange.Domain.Reference;

/// <summary>One row to import.</summary>
public sealed record ReferenceRow(
    string Subject,
    string RowId,
    ImmutableSortedDictionary<string, string> Fields,
    string Source
);

/// <summary>Imports rows of a public data set (node administrator). Rows that are held already make no event.</summary>
public static class ReferenceDecider
{
    /// <summary>Rows of one import: the largest data set known has some hundreds.</summary>
    public const int RowsCountMax = 20_000;

    /// <summary>Characters of one value: a title, an address, a note.</summary>
    public const int ValueCharsMax = 4_000;

    /// <summary>Refusals: ROLE_NOT_ALLOWED, FIELDS_INVALID with paths under <c>rows</c>.</summary>
    public static Outcome<ImmutableArray<IEvent>> Import(
        ReferenceState state,
        string dataset,
        string? sourceDate,
        ImmutableArray<ReferenceRow> rows,
        Actor actor,
        DateTimeOffset now
    )
    {
        if (Permissions.Check(actor, OfficerAction.Administer) is { } refused)
        {
            return refused;
        }

        var faults = Faults(dataset, sourceDate, rows).ToArray();
        if (faults.Length > 0)
        {
            return Refusal.Invalid(faults);
        }

        return rows.Where(row => !IsHeld(state, dataset, sourceDate, row))
            .Select(row =>
                (IEvent)
                    new ReferenceImported(
                        dataset,
                        row.Subject,
                        row.RowId,
                        row.Fields,
                        row.Source,
                        sourceDate,
                        actor.Id,
                        now
                    )
            )
            .ToImmutableArray();
    }

    private static IEnumerable<FieldFault> Faults(string dataset, string? sourceDate, ImmutableArray<ReferenceRow> rows)
    {
        if (!TextRules.IsKebab(dataset))
        {
            yield return new FieldFault("dataset", "Must be lower-case words joined by hyphens.");
        }

        if (sourceDate is not null && !TextRules.IsDate(sourceDate))
        {
            yield return new FieldFault("sourceDate", "Must be an ISO 8601 date: year, year-month or year-month-day.");
        }

        if (rows.Length > RowsCountMax)
        {
            yield return new FieldFault("rows", "At most 20000 rows in one import.");
            yield break;
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (index, row) in rows.Index())
        {
            var path = string.Create(CultureInfo.InvariantCulture, $"rows[{index}]");
            if (row.RowId.Length == 0 || !seen.Add(row.RowId))
            {
                yield return new FieldFault(path + ".rowId", "Is required and must not repeat.");
            }

            if (row.Source.Length == 0)
            {
                yield return new FieldFault(path + ".source", "Is required: every row is shown with its source.");
            }

            if (row.Fields.Any(field => field.Value.Length > ValueCharsMax))
            {
                yield return new FieldFault(path + ".fields", "At most 4000 characters each.");
            }
        }
    }

    private static bool IsHeld(ReferenceState state, string dataset, string? sourceDate, ReferenceRow row) =>
        state.Rows.GetValueOrDefault($"{dataset}/{row.RowId}") is { } held
        && held.Subject == row.Subject
        && held.Source == row.Source
        && held.SourceDate == sourceDate
        && held.Fields.SequenceEqual(row.Fields);
}
