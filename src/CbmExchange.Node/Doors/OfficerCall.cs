using CbmExchange.Node.Officers;
using Grpc.Core;

namespace CbmExchange.Node.Doors;

/// <summary>Who makes this call; set by the door before the service runs.</summary>
/// <param name="Seat">The officer.</param>
/// <param name="CorrelationId">Stands in the log, beside the events and in an INTERNAL answer.</param>
internal sealed record OfficerCall(OfficerSeat Seat, string CorrelationId)
{
    /// <summary>The officer of a call. Throws when the service was mapped without its door: a bug.</summary>
    public static OfficerCall Of(ServerCallContext context) =>
        context.GetHttpContext().Features.Get<OfficerCall>()
        ?? throw new InvalidOperationException("The service is reached without the officers' door.");
}
