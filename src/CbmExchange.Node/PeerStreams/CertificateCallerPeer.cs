using CbmExchange.Domain;
using Grpc.Core;

namespace CbmExchange.Node.PeerStreams;

/// <summary>The caller as its client certificate shows it.</summary>
internal sealed class CertificateCallerPeer(PeerTable peers, TimeProvider time) : ICallerPeer
{
    /// <inheritdoc/>
    public ParticipantId? CallerOf(ServerCallContext context)
    {
        var now = time.GetUtcNow();
        return context.GetHttpContext().Connection.ClientCertificate is { } certificate
            && PeerCertificates.Owner(certificate, peers.All, now) is { } peer && peer.IsActiveAt(now)
            ? peer.Participant
            : null;
    }
}
