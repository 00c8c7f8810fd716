using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Domain;
using CbmExchange.Domain.Records;
using CbmExchange.Domain.Reports;
using CbmExchange.Node.Doors;
using CbmExchange.Node.Errors;
using CbmExchange.Node.Publishing;
using Grpc.Core;

namespace CbmExchange.Node.Reports;

/// <summary>Implementation reports over the years and beside each other.</summary>
internal sealed class ReportServiceImpl(RecordReads reads, RecordDesk desk, ReportMatrix matrix)
    : ReportService.ReportServiceBase
{
    /// <inheritdoc/>
    public override async Task<RecordCommandReply> CopyReportForward(
        CopyReportForwardRequest request, ServerCallContext context)
    {
        var call = OfficerCall.Of(context);
        var view = (await reads.GetAsync(
            call, new GetRecordRequest { Record = request.Record }, context.CancellationToken)
            .ConfigureAwait(false)).OrThrow();
        if (view.HeldVersion == 0 || view.RecordType != RecordTypes.ImplementationReport || !IsCleared(view))
        {
            throw RefusalStatus.ToException(Refusal.NotFound);
        }

        var content = ReportForward.Of(
            WireBodies.Read(view.Body).OrThrow().Content, request.PeriodFrom, request.PeriodUntil,
            [.. request.ConfirmedItems]).OrThrow();
        var draft = new DraftRecordRequest
        {
            CommandId = request.CommandId,
            Context = view.Context,
            ExerciseId = view.ExerciseId,
            Body = WireBodies.Write(view.RecordType, content),
        };
        draft.AuthoritativeLanguages.AddRange(view.AuthoritativeLanguages);
        return await desk.DraftAsync(call, draft, context.CancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public override Task<ReadReportMatrixResponse> ReadReportMatrix(
        ReadReportMatrixRequest request, ServerCallContext context) =>
        matrix.AnswerAsync(OfficerCall.Of(context), request, context.CancellationToken);

    // A draft of last year is no report of last year.
    private static bool IsCleared(RecordView view) => view.State is "cleared" or "published" or "superseded";
}
