using System.Net.Mime;
using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Web.DutyDesk;
using CbmExchange.Web.Shared;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;

namespace CbmExchange.Web.Overview;

/// <summary>The matrix as CSV, with its footer.</summary>
internal static class MatrixFile
{
    /// <summary>Answers the form.</summary>
    public static async Task SendAsync(HttpContext context, DeskClients desk, IAntiforgery forms)
    {
        if (await Keeping.FormAsync(context, forms).ConfigureAwait(false) is not { } form)
        {
            return;
        }

        var request = new ReadReportMatrixRequest { Catalogue = form["catalogue"].ToString() };
        var answer = await DeskClients.AskAsync(
            options => desk.Reports.ReadReportMatrixAsync(request, options), context.RequestAborted)
            .ConfigureAwait(false);
        await (answer.Value is { } matrix
            ? Keeping.SendAsync(context, CsvOf(matrix), MediaTypeNames.Text.Csv, "matrix.csv")
            : Keeping.RefuseAsync(context, answer.Problem!)).ConfigureAwait(false);
    }

    private static string CsvOf(ReadReportMatrixResponse matrix)
    {
        var csv = new Csv()
            .Row(matrix.States.Select(state => state.State).Prepend("measure"))
            .Row(matrix.States.Select(state => $"{state.PeriodFrom} to {state.PeriodUntil}").Prepend("period"))
            .Row(matrix.States.Select(state => state.Tlp).Prepend("marking"))
            .Row(matrix.States.Select(state => state.Notice).Prepend("notice"));
        foreach (var row in matrix.Rows)
        {
            csv.Row(row.Cells.Select(cell => cell.Status).Prepend(row.Measure));
        }

        return csv.Row("An empty cell: not shared with you.").Footer(matrix.Footer).ToString();
    }
}
