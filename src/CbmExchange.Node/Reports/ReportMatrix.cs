using System.Text.Json;
using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Domain;
using CbmExchange.Domain.Records;
using CbmExchange.Node.Doors;
using CbmExchange.Node.Errors;
using CbmExchange.Node.Library;
using CbmExchange.Node.Records;
using CbmExchange.Store.Documents;
using CbmExchange.Store.Readings;

namespace CbmExchange.Node.Reports;

/// <summary>
/// Measures by States, each cell as its State released it (domain.md §4.16). Nothing is counted, States stand in
/// alphabetical order, measures in that of the catalogue; an empty cell says "not shared with you" and nothing else.
/// </summary>
internal sealed class ReportMatrix(
    ReadModels models, RecordViews views, LibraryQuestions questions, ExportFooters footers)
{
    /// <summary>Reports read: those of 250 States over some years.</summary>
    private const int ReportsMax = 2_000;

    private const int PageRows = 200;

    /// <summary>The answer.</summary>
    public async Task<ReadReportMatrixResponse> AnswerAsync(
        OfficerCall call, ReadReportMatrixRequest request, CancellationToken cancellationToken)
    {
        if (request.Catalogue.Length == 0)
        {
            throw RefusalStatus.ToException(Refusal.Invalid(
                [new FieldFault("catalogue", "Is required, e.g. osce-16.")]));
        }

        var reports = (await ReadAsync(call, request.Catalogue, cancellationToken).ConfigureAwait(false))
            .GroupBy(row => row.Record.Header.Originator)
            .Select(ofState => ofState.OrderByDescending(PeriodEnd, StringComparer.Ordinal).First())
            .Select(row => (Column: ColumnOf(row), Items: ItemsOf(row.Record.Content.Claims)))
            .OrderBy(one => one.Column.State, StringComparer.Ordinal)
            .ToList();
        var labels = reports.Select(one => one.Column.Tlp).ToList();
        return new ReadReportMatrixResponse
        {
            Facts = Views.Facts(models.CompleteAt, reports.Count, labels),
            States = { reports.Select(one => one.Column) },
            Rows =
            {
                Measures(reports.SelectMany(one => one.Items.Keys)).Select(measure => new ReportRow
                {
                    Measure = measure,
                    Cells = { reports.Select(one => CellOf(one.Items.GetValueOrDefault(measure))) },
                }),
            },
            Footer = footers.Of(models.CompleteAt, labels),
        };
    }

    private async Task<List<LibraryRow>> ReadAsync(
        OfficerCall call, string catalogue, CancellationToken cancellationToken)
    {
        List<LibraryRow> rows = [];
        var query = questions.Of(call, type => type == RecordTypes.ImplementationReport, PageRows)
            with { Kind = catalogue };
        while (rows.Count < ReportsMax)
        {
            var page = await models.Library.SearchAsync(query, cancellationToken).ConfigureAwait(false);
            rows.AddRange(page.Where(row => row.Record.State != "withdrawn" && row.Record.Header.Context == "actual"));
            if (page.Length < PageRows)
            {
                break;
            }

            query = query with { After = page[^1].Record.Place };
        }

        return rows;
    }

    private ReportColumn ColumnOf(LibraryRow row)
    {
        var view = views.Of(row.Record);
        return new ReportColumn
        {
            State = view.Originator,
            RecordId = view.RecordId,
            PeriodFrom = Word(row.Record.Content.Claims, "periodFrom"),
            PeriodUntil = PeriodEnd(row),
            Notice = view.Notice,
            Tlp = view.Marking?.Tlp ?? "",
        };
    }

    private static string PeriodEnd(LibraryRow row) => Word(row.Record.Content.Claims, "periodUntil");

    private static Dictionary<string, JsonElement> ItemsOf(JsonElement claims)
    {
        var items = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        if (claims.TryGetProperty("items", out var list) && list.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in list.EnumerateArray())
            {
                items.TryAdd(Word(item, "measure"), item);
            }
        }

        return items;
    }

    private static ReportCell CellOf(JsonElement item) =>
        item.ValueKind != JsonValueKind.Object
            ? new ReportCell()
            : new ReportCell
            {
                Status = Word(item, "status"), Narrative = { LibraryLine.TextsOf(item, "narrative") },
            };

    // In the order of the catalogues; others after them.
    private static List<string> Measures(IEnumerable<string> present)
    {
        var held = present.ToHashSet(StringComparer.Ordinal);
        var known = MeasureTable.Measures("").Measures.Select(one => $"{one.Catalogue}:{one.Number}").ToList();
        return [.. known.Where(held.Contains), .. held.Except(known).Order(StringComparer.Ordinal)];
    }

    private static string Word(JsonElement owner, string name) =>
        owner.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
}
