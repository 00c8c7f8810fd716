using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Node.Doors;
using Grpc.Core;

namespace CbmExchange.Node.Publishing;

/// <content>The life of an own contact.</content>
internal sealed partial class PublishingServiceImpl
{
    /// <inheritdoc/>
    public override Task<RecordCommandReply> NominateContact(
        NominateContactRequest request, ServerCallContext context) =>
        contacts.NominateAsync(OfficerCall.Of(context), request, context.CancellationToken);

    /// <inheritdoc/>
    public override Task<RecordCommandReply> ConfirmContact(
        ConfirmContactRequest request, ServerCallContext context) =>
        contacts.ConfirmAsync(OfficerCall.Of(context), request, context.CancellationToken);

    /// <inheritdoc/>
    public override Task<RecordCommandReply> SetContactAvailability(
        SetContactAvailabilityRequest request, ServerCallContext context) =>
        contacts.SetAvailabilityAsync(OfficerCall.Of(context), request, context.CancellationToken);

    /// <inheritdoc/>
    public override Task<RecordCommandReply> HandOverContact(
        HandOverContactRequest request, ServerCallContext context) =>
        contacts.HandOverAsync(OfficerCall.Of(context), request, context.CancellationToken);

    /// <inheritdoc/>
    public override Task<RecordCommandReply> CompleteHandover(RecordCommand request, ServerCallContext context) =>
        contacts.CompleteHandoverAsync(OfficerCall.Of(context), request, context.CancellationToken);

    /// <inheritdoc/>
    public override Task<WithdrawRecordResponse> EndContact(EndContactRequest request, ServerCallContext context) =>
        withdrawals.EndContactAsync(OfficerCall.Of(context), request, context.CancellationToken);
}
