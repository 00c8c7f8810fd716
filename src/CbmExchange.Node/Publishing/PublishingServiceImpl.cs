using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Node.Doors;
using CbmExchange.Node.Errors;
using CbmExchange.Node.Records;
using Grpc.Core;

namespace CbmExchange.Node.Publishing;

/// <summary>Writing, clearing, releasing and withdrawing over gRPC: each call to its desk.</summary>
internal sealed partial class PublishingServiceImpl(
    RecordDesk desk,
    ContactDesk contacts,
    ReleaseDesk releases,
    WithdrawalDesk withdrawals,
    RecordReads reads,
    AttachmentDesk attachments,
    SeverityMeanings severities,
    WithdrawalStatus withdrawalStatus
) : PublishingService.PublishingServiceBase
{
    /// <inheritdoc/>
    public override Task<RecordCommandReply> DraftRecord(DraftRecordRequest request, ServerCallContext context) =>
        desk.DraftAsync(OfficerCall.Of(context), request, context.CancellationToken);

    /// <inheritdoc/>
    public override Task<RecordCommandReply> ReviseRecord(ReviseRecordRequest request, ServerCallContext context) =>
        desk.ReviseAsync(OfficerCall.Of(context), request, context.CancellationToken);

    /// <inheritdoc/>
    public override Task<RecordCommandReply> SubmitRecord(RecordCommand request, ServerCallContext context) =>
        desk.SubmitAsync(OfficerCall.Of(context), request, context.CancellationToken);

    /// <inheritdoc/>
    public override Task<RecordCommandReply> ReturnRecord(ReturnRecordRequest request, ServerCallContext context) =>
        desk.ReturnAsync(OfficerCall.Of(context), request, context.CancellationToken);

    /// <inheritdoc/>
    public override Task<RecordCommandReply> ClearRecord(RecordCommand request, ServerCallContext context) =>
        desk.ClearAsync(OfficerCall.Of(context), request, context.CancellationToken);

    /// <inheritdoc/>
    public override Task<RecordCommandReply> ConfirmDocument(RecordCommand request, ServerCallContext context) =>
        desk.ConfirmDocumentAsync(OfficerCall.Of(context), request, context.CancellationToken);

    /// <inheritdoc/>
    public override async Task<PreviewReleaseResponse> PreviewRelease(
        ReleaseRecordRequest request,
        ServerCallContext context
    ) =>
        (
            await releases
                .PreviewAsync(OfficerCall.Of(context), request, context.CancellationToken)
                .ConfigureAwait(false)
        ).OrThrow(request.RecordId);

    /// <inheritdoc/>
    public override Task<ReleaseRecordResponse> ReleaseRecord(
        ReleaseRecordRequest request,
        ServerCallContext context
    ) => releases.ReleaseAsync(OfficerCall.Of(context), request, context.CancellationToken);

    /// <inheritdoc/>
    public override Task<WithdrawRecordResponse> WithdrawRecord(
        WithdrawRecordRequest request,
        ServerCallContext context
    ) => withdrawals.WithdrawAsync(OfficerCall.Of(context), request, context.CancellationToken);

    /// <inheritdoc/>
    public override Task<RecordCommandReply> RecallRelease(RecordCommand request, ServerCallContext context) =>
        desk.RecallAsync(OfficerCall.Of(context), request, context.CancellationToken);

    /// <inheritdoc/>
    public override async Task<GetWithdrawalStatusResponse> GetWithdrawalStatus(
        GetWithdrawalStatusRequest request,
        ServerCallContext context
    ) =>
        (
            await withdrawalStatus
                .OfAsync(OfficerCall.Of(context), request.Record, context.CancellationToken)
                .ConfigureAwait(false)
        ).OrThrow();

    /// <inheritdoc/>
    public override Task<NarrowReleaseResponse> NarrowRelease(
        NarrowReleaseRequest request,
        ServerCallContext context
    ) => withdrawals.NarrowAsync(OfficerCall.Of(context), request, context.CancellationToken);

    /// <inheritdoc/>
    public override Task<RecordCommandReply> AbandonRecord(RecordCommand request, ServerCallContext context) =>
        desk.AbandonAsync(OfficerCall.Of(context), request, context.CancellationToken);

    /// <inheritdoc/>
    public override Task<RecordCommandReply> ReviewBreakGlass(
        ReviewBreakGlassRequest request,
        ServerCallContext context
    ) => desk.ReviewAsync(OfficerCall.Of(context), request, context.CancellationToken);

    /// <inheritdoc/>
    public override async Task<RecordView> GetRecord(GetRecordRequest request, ServerCallContext context)
    {
        var call = OfficerCall.Of(context);
        var view = (await reads.GetAsync(call, request, context.CancellationToken).ConfigureAwait(false)).OrThrow();
        await severities.CompleteAsync(call, view, context.CancellationToken).ConfigureAwait(false);
        AttachmentNotes.Complete(view);
        return view;
    }

    /// <inheritdoc/>
    public override async Task<ListOwnRecordsResponse> ListOwnRecords(
        ListOwnRecordsRequest request,
        ServerCallContext context
    ) =>
        (
            await reads.ListOwnAsync(OfficerCall.Of(context), request, context.CancellationToken).ConfigureAwait(false)
        ).OrThrow();

    /// <inheritdoc/>
    public override async Task<ViewAsResponse> ViewAs(ViewAsRequest request, ServerCallContext context) =>
        (
            await reads.ViewAsAsync(OfficerCall.Of(context), request, context.CancellationToken).ConfigureAwait(false)
        ).OrThrow();

    /// <inheritdoc/>
    public override Task<PutAttachmentResponse> PutAttachment(
        IAsyncStreamReader<PutAttachmentRequest> requestStream,
        ServerCallContext context
    ) => attachments.PutAsync(requestStream, context.CancellationToken);

    /// <inheritdoc/>
    public override Task GetAttachment(
        GetAttachmentRequest request,
        IServerStreamWriter<GetAttachmentResponse> responseStream,
        ServerCallContext context
    ) => attachments.GetAsync(OfficerCall.Of(context), request, responseStream, context.CancellationToken);
}
