using System.Net.Mime;
using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Web.DutyDesk;
using CbmExchange.Web.Language;
using CbmExchange.Web.Shared;
using Google.Protobuf;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;

namespace CbmExchange.Web.Exercises;

/// <summary>The after-action timeline as a file. Its first and last line is the banner, as on every screen.</summary>
internal static class ExerciseFile
{
    /// <summary>Answers the form.</summary>
    public static async Task SendAsync(HttpContext context, DeskClients desk, IAntiforgery forms)
    {
        if (await Keeping.FormAsync(context, forms).ConfigureAwait(false) is not { } form)
        {
            return;
        }

        var request = new GetExerciseReportRequest
        {
            ExerciseId = form["exercise"].ToString(), Lang = Languages.Current,
        };
        var answer = await DeskClients.AskAsync(
            options => desk.Exercises.GetExerciseReportAsync(request, options), context.RequestAborted)
            .ConfigureAwait(false);
        await (answer.Value is not { } report ? Keeping.RefuseAsync(context, answer.Problem!)
            : form["format"] == "json" ? Keeping.SendAsync(
                context, JsonFormatter.Default.Format(report), MediaTypeNames.Application.Json,
                "EXERCISE-timeline.json")
            : Keeping.SendAsync(context, CsvOf(report), MediaTypeNames.Text.Csv, "EXERCISE-timeline.csv"))
            .ConfigureAwait(false);
    }

    private static string CsvOf(GetExerciseReportResponse report)
    {
        var csv = new Csv().Row(report.Banner);
        foreach (var exercise in report.Exercises)
        {
            csv.Row(
                "exercise", exercise.ExerciseId, "directed by " + exercise.Director,
                "takes part: " + string.Join(' ', exercise.Participants),
                $"{Times.Of(exercise.StartsAt)} to {Times.Of(exercise.EndsAt)}", exercise.Sentence);
        }

        csv.Row("at", "who", "what", "to", "reference", "type", "subject", "in words");
        foreach (var line in report.Lines)
        {
            csv.Row(
                Times.ToTheSecond(line.At), line.Who, line.What, line.ToWhom,
                line.ReferenceNumber.Length > 0 ? line.ReferenceNumber : line.RecordId, line.RecordType, line.Subject,
                line.Detail);
        }

        if (report.IsCut)
        {
            csv.Row("There are more lines than these, the first 10,000.");
        }

        return csv.Footer(report.Footer).Row(report.Banner).ToString();
    }
}
