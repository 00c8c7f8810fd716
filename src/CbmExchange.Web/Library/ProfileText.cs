using System.Net.Mime;
using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Web.DutyDesk;
using Microsoft.AspNetCore.Http;

namespace CbmExchange.Web.Library;

/// <summary>A CSIRT profile as text with the headings of RFC 2350, to keep.</summary>
internal static class ProfileText
{
    /// <summary>Answers with the text, or as if there were none.</summary>
    public static async Task<IResult> SendAsync(HttpContext context, DeskClients desk, string id)
    {
        var answer = await DeskClients.AskAsync(
            options => desk.Profiles.WriteProfileTextAsync(new WriteProfileTextRequest { Record = id }, options),
            context.RequestAborted).ConfigureAwait(false);
        return answer.Value is { } text
            ? Results.File(System.Text.Encoding.UTF8.GetBytes(text.Text), MediaTypeNames.Text.Plain, "profile.txt")
            : Results.StatusCode(answer.Problem!.IsNotFound
                ? StatusCodes.Status404NotFound
                : StatusCodes.Status503ServiceUnavailable);
    }
}
