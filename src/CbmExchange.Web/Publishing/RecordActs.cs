using System.Globalization;
using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Contracts.Record.V1;
using CbmExchange.Web.DutyDesk;
using Grpc.Core;
using Microsoft.AspNetCore.Http;

namespace CbmExchange.Web.Publishing;

/// <summary>What became of an act.</summary>
/// <param name="Sentence">The node's own sentence; empty where it has none.</param>
/// <param name="Warnings">Things worth knowing, in the node's words.</param>
/// <param name="Problem">Why not; null when it was done.</param>
internal sealed record Acted(string Sentence, IReadOnlyCollection<string> Warnings, Problem? Problem);

/// <summary>The acts on one own record, each from what its form says, each one call of the node.</summary>
internal sealed class RecordActs(DeskClients desk, string recordId, IFormCollection form)
{
    /// <summary>Runs the act of a button.</summary>
    public Task<Acted> RunAsync(string act) => act switch
    {
        "submit" => PlainAsync(desk.Publishing.SubmitRecordAsync),
        "clear" => PlainAsync(desk.Publishing.ClearRecordAsync),
        "recall" => PlainAsync(desk.Publishing.RecallReleaseAsync),
        "confirm" => PlainAsync(desk.Publishing.ConfirmDocumentAsync),
        "abandon" => PlainAsync(desk.Publishing.AbandonRecordAsync),
        "return" => AskAsync(options => desk.Publishing.ReturnRecordAsync(
            new ReturnRecordRequest
            {
                CommandId = Get("command"), RecordId = recordId, ExpectedVersion = Version, Reason = Get("reason"),
            }, options)),
        "review" => AskAsync(options => desk.Publishing.ReviewBreakGlassAsync(
            new ReviewBreakGlassRequest
            {
                CommandId = Get("command"), RecordId = recordId, ExpectedVersion = Version, Note = Get("note"),
            }, options)),
        "nominate" => AskAsync(options => desk.Publishing.NominateContactAsync(Nomination(), options)),
        "withdraw" => WithdrawAsync(),
        "narrow" => NarrowAsync(),
        _ => new ContactActs(desk, recordId, Version, form).Run(act)
            ?? Task.FromResult(new Acted("", [], Problem.Plain("There is no such act."))),
    };

    // What does not state the version that was shown is refused by the node.
    private long Version =>
        long.TryParse(form["version"], CultureInfo.InvariantCulture, out var version) ? version : -1;

    private string Get(string name) => form[name].ToString().Trim().ReplaceLineEndings("\n");

    private Task<Acted> PlainAsync(Func<RecordCommand, CallOptions, AsyncUnaryCall<RecordCommandReply>> call) =>
        AskAsync(options => call(
            new RecordCommand { CommandId = Get("command"), RecordId = recordId, ExpectedVersion = Version }, options));

    private static async Task<Acted> AskAsync(Func<CallOptions, AsyncUnaryCall<RecordCommandReply>> ask)
    {
        var answer = await DeskClients.AskAsync(ask).ConfigureAwait(false);
        return new Acted("", answer.Value?.Warnings.ToArray() ?? [], answer.Problem);
    }

    private NominateContactRequest Nomination() => new()
    {
        CommandId = Get("command"), RecordId = recordId, ExpectedVersion = Version,
        Nomination = new Nomination
        {
            ReferenceNo = Get("reference"), Date = Get("date"), NominatingAuthority = Get("authority"),
            Medium = Get("medium"),
        },
    };

    private async Task<Acted> WithdrawAsync()
    {
        var answer = await DeskClients.AskAsync(options => desk.Publishing.WithdrawRecordAsync(
            new WithdrawRecordRequest
            {
                CommandId = Get("command"), RecordId = recordId, ExpectedVersion = Version,
                ReasonClass = Get("reason"), Request = Get("request"),
            }, options)).ConfigureAwait(false);
        return new Acted(
            answer.Value?.Sentence ?? "", answer.Value?.Record.Warnings.ToArray() ?? [], answer.Problem);
    }

    private async Task<Acted> NarrowAsync()
    {
        var request = new NarrowReleaseRequest
        {
            CommandId = Get("command"), RecordId = recordId, ExpectedVersion = Version,
            Participants = { form["participant"].Select(one => one!) },
        };
        var answer = await DeskClients.AskAsync(options => desk.Publishing.NarrowReleaseAsync(request, options))
            .ConfigureAwait(false);
        return new Acted(
            answer.Value?.Sentence ?? "", answer.Value?.Record.Warnings.ToArray() ?? [], answer.Problem);
    }
}
