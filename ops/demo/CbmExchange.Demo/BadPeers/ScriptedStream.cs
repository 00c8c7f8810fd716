using CbmExchange.Contracts.Sync.V1;
using Grpc.Core;

namespace CbmExchange.Demo.BadPeers;

/// <summary>The peer protocol with one batch and nothing more.</summary>
internal sealed class ScriptedStream(EntryBatch batch) : PeerSyncService.PeerSyncServiceBase
{
    public override async Task Follow(
        FollowRequest request, IServerStreamWriter<FollowResponse> responseStream, ServerCallContext context)
    {
        await responseStream.WriteAsync(new FollowResponse { Batch = batch }, context.CancellationToken)
            .ConfigureAwait(false);
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.CancellationToken)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public override Task<HeldHeadResponse> HeldHead(HeldHeadRequest request, ServerCallContext context) =>
        Task.FromResult(new HeldHeadResponse());
}
