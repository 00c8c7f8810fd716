using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Web.DutyDesk;
using Microsoft.AspNetCore.Http;

namespace CbmExchange.Web.Peers;

/// <summary>This node's signed descriptor as a file, for other participants to propose.</summary>
internal static class DescriptorFile
{
    /// <summary>Answers with it; who may not have it is told that there is no such page.</summary>
    public static async Task<IResult> GetAsync(DeskClients desk)
    {
        var answer = await DeskClients.AskAsync(options =>
            desk.Administration.ExportDescriptorAsync(new ExportDescriptorRequest(), options)).ConfigureAwait(false);
        return answer.Value is { } own
            ? Results.File(
                own.SignedDescriptor.ToByteArray(), "application/octet-stream",
                $"{desk.Session.Designator}.descriptor")
            : Results.StatusCode(answer.Problem!.IsPassing
                ? StatusCodes.Status503ServiceUnavailable
                : StatusCodes.Status404NotFound);
    }
}
