using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Domain;
using CbmExchange.Domain.Checks;
using CbmExchange.Domain.Records;
using CbmExchange.Node.Doors;
using CbmExchange.Node.Errors;
using CbmExchange.Node.Records;
using CbmExchange.Store.Readings;
using CbmExchange.Store.Records;
using Grpc.Core;

namespace CbmExchange.Node.Checks;

/// <summary>Communication checks: ours of others, and the answers to those of others.</summary>
internal sealed class CheckServiceImpl(
    CheckDesk desk, CheckTrials trials, CheckTable checks, CheckBoards boards, CheckReports reports,
    OwnCheckResults results, AnswerCheckCommand answer, ReadRights rights, ReadModels models)
    : CheckService.CheckServiceBase
{
    /// <inheritdoc/>
    public override Task<CheckCommandReply> PlanCheck(PlanCheckRequest request, ServerCallContext context) =>
        desk.PlanAsync(OfficerCall.Of(context), request, context.CancellationToken);

    /// <inheritdoc/>
    public override Task<TryCheckResponse> TryCheck(TryCheckRequest request, ServerCallContext context) =>
        trials.TryAsync(OfficerCall.Of(context), request, context.CancellationToken);

    /// <inheritdoc/>
    public override Task<CheckCommandReply> AnnounceCheck(CheckCommand request, ServerCallContext context) =>
        desk.AnnounceAsync(OfficerCall.Of(context), request, context.CancellationToken);

    /// <inheritdoc/>
    public override Task<CheckCommandReply> OpenCheck(CheckCommand request, ServerCallContext context) =>
        desk.OpenAsync(OfficerCall.Of(context), request, context.CancellationToken);

    /// <inheritdoc/>
    public override Task<CheckCommandReply> RemindCheck(CheckCommand request, ServerCallContext context) =>
        desk.RemindAsync(OfficerCall.Of(context), request, context.CancellationToken);

    /// <inheritdoc/>
    public override Task<CallCheckedResponse> CallChecked(CallCheckedRequest request, ServerCallContext context) =>
        trials.CallAsync(OfficerCall.Of(context), request, context.CancellationToken);

    /// <inheritdoc/>
    public override Task<RecordCheckOutcomeResponse> RecordCheckOutcome(
        RecordCheckOutcomeRequest request, ServerCallContext context) =>
        trials.RecordAsync(OfficerCall.Of(context), request, context.CancellationToken);

    /// <inheritdoc/>
    public override Task<CheckBoard> GetCheckBoard(GetCheckBoardRequest request, ServerCallContext context) =>
        boards.OfAsync(Readable(context, request.CheckId), context.CancellationToken);

    /// <inheritdoc/>
    public override Task<CheckCommandReply> CloseCheck(CheckCommand request, ServerCallContext context) =>
        desk.CloseAsync(OfficerCall.Of(context), request, context.CancellationToken);

    /// <inheritdoc/>
    public override Task<CheckCommandReply> SendCheckResults(CheckCommand request, ServerCallContext context) =>
        desk.SendResultsAsync(OfficerCall.Of(context), request, context.CancellationToken);

    /// <inheritdoc/>
    public override Task<CheckReport> GetCheckReport(GetCheckReportRequest request, ServerCallContext context)
    {
        var check = Readable(context, request.CheckId);
        return CheckDecider.MayReport(check) is { } refusal
            ? throw RefusalStatus.ToException(refusal)
            : Task.FromResult(reports.Of(check));
    }

    /// <inheritdoc/>
    public override async Task<ListChecksResponse> ListChecks(ListChecksRequest request, ServerCallContext context)
    {
        var call = OfficerCall.Of(context);
        var response = new ListChecksResponse();
        if (rights.May(call, RecordTypes.CommunicationCheck, isOwn: true))
        {
            response.Checks.AddRange(
                checks.NewestFirst.Take(RecordReader.PageCountMax).Select(CheckViews.SummaryOf));
        }

        if (rights.May(call, RecordTypes.CheckResult, isOwn: false))
        {
            response.Results.AddRange(await results.LastAsync(context.CancellationToken).ConfigureAwait(false));
        }

        response.Facts = Views.Facts(models.CompleteAt, response.Checks.Count + response.Results.Count, []);
        return response;
    }

    /// <inheritdoc/>
    public override Task<AnswerCheckResponse> AnswerCheck(AnswerCheckRequest request, ServerCallContext context) =>
        answer.RunAsync(request, context);

    private CheckState Readable(ServerCallContext context, string id) =>
        rights.May(OfficerCall.Of(context), RecordTypes.CommunicationCheck, isOwn: true)
        && checks.Find(id) is { } check
            ? check
            : throw RefusalStatus.ToException(Refusal.NotFound);
}
