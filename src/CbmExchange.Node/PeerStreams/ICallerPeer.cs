using CbmExchange.Domain;
using Grpc.Core;

namespace CbmExchange.Node.PeerStreams;

/// <summary>Who calls on the peer listener.</summary>
internal interface ICallerPeer
{
    /// <summary>The admitted and active peer that calls, or null.</summary>
    ParticipantId? CallerOf(ServerCallContext context);
}
