using CbmExchange.Contracts.Sync.V1;
using CbmExchange.Node.PeerStreams;

namespace CbmExchange.Node.Tests.PeerStreams;

/// <summary>A channel for one peer that is led to another port, as a hijacked route would.</summary>
internal sealed class WrongWay : IDisposable
{
    private readonly PeerChannel channel;

    public WrongWay(PeerSeat seat, int port, TestParticipant caller)
    {
        // This participant is used by one test only, so its descriptor may be bent.
        seat.Descriptor.Body.Endpoints.Clear();
        seat.Descriptor.Body.Endpoints.Add($"127.0.0.1:{port}");
        channel = new PeerChannel(
            seat, new SyncIdentity(caller.Id, caller.Checkpoint, caller.Keys, caller.Tls.Certificate),
                TimeProvider.System);
    }

    public PeerSyncService.PeerSyncServiceClient Client => channel.NextClient();

    public void Dispose() => channel.Dispose();
}
