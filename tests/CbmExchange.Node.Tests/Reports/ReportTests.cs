using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Contracts.Record.V1;
using CbmExchange.Node.Tests.Hosting;
using CbmExchange.Node.Tests.Readings;

namespace CbmExchange.Node.Tests.Reports;

/// <summary>Implementation reports over the years and beside each other.</summary>
public sealed class ReportTests(TwoNodes nodes) : IClassFixture<TwoNodes>
{
    private static ReportService.ReportServiceClient Reports(TestNode node, string officer) => new(node.As(officer));

    [Fact]
    public async Task This_years_report_begins_from_the_last_one_and_repeats_only_what_was_confirmed()
    {
        var last = await Held.ReleasedAsync(
            nodes.A, Report("un-8", ("un-1", "implemented"), ("un-2", "planned")), "XB");
        var request = new CopyReportForwardRequest
        {
            CommandId = Drafts.NewCommand(),
            Record = last.ReferenceNumber,
            PeriodFrom = "2027-01-01",
            PeriodUntil = "2027-12-31",
            ConfirmedItems = { "un-1" },
        };

        var next = await Reports(nodes.A, "author").CopyReportForwardAsync(request);
        var again = await Reports(nodes.A, "author").CopyReportForwardAsync(request);

        var view = await nodes.A.Publishing("author").GetRecordAsync(new GetRecordRequest { Record = next.RecordId });
        var report = view.Body.ImplementationReport;
        Assert.Equal(next, again);
        Assert.Equal("draft", view.State);
        Assert.Equal(["implemented", "not-entered"], report.Items.Select(item => item.Status));
        Assert.Equal([true, false], report.Items.Select(item => item.UnchangedSinceLast));
        Assert.Equal("2027-12-31", report.PeriodUntil);
    }

    [Fact]
    public async Task A_report_of_another_State_and_a_draft_of_ours_are_no_report_of_ours()
    {
        var theirs = await Held.ReleasedAsync(nodes.B, Report("un-8", ("un-1", "implemented")), "XA");
        await Held.AtAsync(nodes.A, theirs.RecordId);
        var draft = await nodes.A.Publishing("author").DraftRecordAsync(Report("un-8", ("un-1", "planned")));

        foreach (var record in new[] { theirs.RecordId, draft.RecordId, Guid.NewGuid().ToString() })
        {
            Assert.Equal("NotFound NOT_FOUND", await Refused.ReasonAsync(async () =>
                await Reports(nodes.A, "author").CopyReportForwardAsync(new CopyReportForwardRequest
                {
                    CommandId = Drafts.NewCommand(),
                    Record = record,
                    PeriodFrom = "2027-01-01",
                    PeriodUntil = "2027-12-31",
                })));
        }
    }

    [Fact]
    public async Task The_matrix_shows_what_each_State_released_and_leaves_the_rest_empty()
    {
        await Held.ReleasedAsync(nodes.B, Report("oas-11", ("oas-1", "implemented"), ("oas-2", "partly")), "XA");
        var own = await Flow.ClearedAsync(nodes.A, Report("oas-11", ("oas-1", "planned"), ("oas-3", "declined")));
        await nodes.A.Publishing("authority").ReleaseRecordAsync(
            Flow.Release(own, Drafts.To("XB", "items/oas-3")));

        var atA = await MatrixAsync(nodes.A);
        var atB = await MatrixAsync(nodes.B);

        Assert.Equal(["XA", "XB"], atA.States.Select(state => state.State));
        Assert.Equal(["oas:1", "oas:2", "oas:3"], atA.Rows.Select(row => row.Measure));
        Assert.Equal(["planned", "implemented"], atA.Rows[0].Cells.Select(cell => cell.Status));
        Assert.Equal(["", "partly"], atA.Rows[1].Cells.Select(cell => cell.Status));
        Assert.Equal(["declined", ""], atA.Rows[2].Cells.Select(cell => cell.Status));
        Assert.Equal(["oas:1", "oas:2"], atB.Rows.Select(row => row.Measure));
        Assert.Contains(atB.Footer.Notes, note => note.Contains("imply no opinion", StringComparison.Ordinal));
        Assert.Equal(["TLP:GREEN"], atB.Footer.Markings);
    }

    private static Task<ReadReportMatrixResponse> MatrixAsync(TestNode node) => TwoNodes.UntilAsync(
        async () => await Reports(node, "duty").ReadReportMatrixAsync(
            new ReadReportMatrixRequest { Catalogue = "oas-11" }),
        matrix => matrix.States.Count == 2);

    private static DraftRecordRequest Report(string catalogue, params (string Id, string Status)[] items)
    {
        var draft = Examples.Of("implementation-report");
        var report = draft.Body.ImplementationReport;
        report.Catalogue = catalogue;
        report.Evidence.Clear();
        report.Items.Clear();
        report.Items.Add(items.Select(item => new ReportItem
        {
            Id = item.Id, Measure = item.Id.Replace('-', ':'), Status = item.Status,
        }));
        return draft;
    }
}
