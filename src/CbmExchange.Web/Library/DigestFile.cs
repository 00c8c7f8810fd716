using System.Net.Mime;
using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Web.DutyDesk;
using CbmExchange.Web.Shared;
using Google.Protobuf;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;

namespace CbmExchange.Web.Library;

/// <summary>A digest as a file, with its footer: CSV for a spreadsheet, JSON as the node answered.</summary>
internal static class DigestFile
{
    /// <summary>Answers the form.</summary>
    public static async Task SendAsync(HttpContext context, DeskClients desk, IAntiforgery forms)
    {
        if (await Keeping.FormAsync(context, forms).ConfigureAwait(false) is not { } form)
        {
            return;
        }

        var request = new ReadDigestRequest
        {
            Since = Days.Of(form["since"].ToString()), Body = form["body"].ToString(),
        };
        var answer = await DeskClients.AskAsync(
            options => desk.Library.ReadDigestAsync(request, options), context.RequestAborted).ConfigureAwait(false);
        await (answer.Value is not { } digest ? Keeping.RefuseAsync(context, answer.Problem!)
            : form["format"] == "json" ? Keeping.SendAsync(
                context, JsonFormatter.Default.Format(digest), MediaTypeNames.Application.Json, "digest.json")
            : Keeping.SendAsync(context, CsvOf(digest), MediaTypeNames.Text.Csv, "digest.csv")).ConfigureAwait(false);
    }

    private static string CsvOf(ReadDigestResponse digest)
    {
        var csv = new Csv().Row(
            "measure", "changed", "change", "state", "type", "kind", "title", "date", "status", "marking", "notice",
            "record");
        var changes = digest.Groups.SelectMany(group => group.Changes.Select(change => (group, change)));
        foreach (var (group, change) in changes)
        {
            var item = change.Item;
            csv.Row(
                group.Measure, Times.Of(change.At), change.Change, item.State, item.RecordType, item.Kind, item.Title,
                item.Date, item.Status, item.Tlp, item.Notice, item.RecordId);
        }

        if (digest.IsCut)
        {
            csv.Row("There are more changes than these, the newest 2,000.");
        }

        return csv.Footer(digest.Footer).ToString();
    }
}
