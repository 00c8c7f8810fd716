using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Envelopes.Descriptors;
using CbmExchange.Node.DutyDesk;
using CbmExchange.Node.Doors;
using CbmExchange.Node.Keys;
using CbmExchange.Node.Officers;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace CbmExchange.Node.Administration;

/// <summary>Peers, streams and officers over gRPC: each call to its desk.</summary>
internal sealed class AdministrationServiceImpl(
    NodeStatusReport status,
    PeerDesk peers,
    StreamDesk streams,
    TwoOfficerDesk two,
    OfficerDesk desk,
    OfficerTable officers,
    KeyRing keys,
    DeskAddress desks,
    TimeProvider time
) : AdministrationService.AdministrationServiceBase
{
    /// <inheritdoc/>
    public override Task<GetNodeStatusResponse> GetNodeStatus(
        GetNodeStatusRequest request,
        ServerCallContext context
    ) => status.AnswerAsync(OfficerCall.Of(context), context.CancellationToken);

    /// <inheritdoc/>
    public override Task<ExportDescriptorResponse> ExportDescriptor(
        ExportDescriptorRequest request,
        ServerCallContext context
    ) =>
        Task.FromResult(
            new ExportDescriptorResponse
            {
                SignedDescriptor = ByteString.CopyFrom(DescriptorHistories.Write(keys.Descriptors)),
                Phrase = keys.Descriptor.Phrase,
                ValidUntil = keys.Descriptor.Body.ValidUntil,
            }
        );

    /// <inheritdoc/>
    public override Task<ProposePeerResponse> ProposePeer(ProposePeerRequest request, ServerCallContext context) =>
        peers.ProposeAsync(OfficerCall.Of(context), request, context.CancellationToken);

    /// <inheritdoc/>
    public override Task<AdmitPeerResponse> AdmitPeer(AdmitPeerRequest request, ServerCallContext context) =>
        peers.AdmitAsync(OfficerCall.Of(context), request, context.CancellationToken);

    /// <inheritdoc/>
    public override Task<PausePeerResponse> PausePeer(PausePeerRequest request, ServerCallContext context) =>
        peers.PauseAsync(OfficerCall.Of(context), request, context.CancellationToken);

    /// <inheritdoc/>
    public override Task<ListStreamsResponse> ListStreams(ListStreamsRequest request, ServerCallContext context) =>
        streams.ListAsync(context.CancellationToken);

    /// <inheritdoc/>
    public override Task<ListQuarantineResponse> ListQuarantine(
        ListQuarantineRequest request,
        ServerCallContext context
    ) => streams.QuarantineAsync(context.CancellationToken);

    /// <inheritdoc/>
    public override Task<OpenGenerationResponse> OpenGeneration(
        OpenGenerationRequest request,
        ServerCallContext context
    ) => two.OpenGenerationAsync(OfficerCall.Of(context), request, context.CancellationToken);

    /// <inheritdoc/>
    public override Task<ReleasePeerFaultResponse> ReleasePeerFault(
        ReleasePeerFaultRequest request,
        ServerCallContext context
    ) => two.ReleaseFaultAsync(OfficerCall.Of(context), request, context.CancellationToken);

    /// <inheritdoc/>
    public override Task<EnrolOfficerResponse> EnrolOfficer(EnrolOfficerRequest request, ServerCallContext context) =>
        desk.EnrolAsync(OfficerCall.Of(context), request, context.CancellationToken);

    /// <inheritdoc/>
    public override Task<ChangeOfficerRolesResponse> ChangeOfficerRoles(
        ChangeOfficerRolesRequest request,
        ServerCallContext context
    ) => desk.ChangeAsync(OfficerCall.Of(context), request, context.CancellationToken);

    /// <inheritdoc/>
    public override Task<OpenDeskResponse> OpenDesk(OpenDeskRequest request, ServerCallContext context) =>
        Task.FromResult(desks.MakeLink(context));

    /// <inheritdoc/>
    public override Task<ListOfficersResponse> ListOfficers(ListOfficersRequest request, ServerCallContext context)
    {
        var response = new ListOfficersResponse();
        response.Officers.AddRange(officers.All.Select(View));
        response.Facts = new ViewFacts
        {
            AsOf = time.GetUtcNow().ToTimestamp(),
            VisibleCount = response.Officers.Count,
        };
        return Task.FromResult(response);
    }

    private static OfficerView View(OfficerSeat seat)
    {
        var view = new OfficerView
        {
            OfficerId = seat.Id.Value,
            Label = seat.Label,
            KeySha256 = seat.KeySha256,
        };
        view.Roles.AddRange(seat.Roles);
        return view;
    }
}
