using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Domain;
using CbmExchange.Node.Doors;
using CbmExchange.Node.Errors;
using CbmExchange.Node.Home;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace CbmExchange.Node.DutyDesk;

/// <summary>Where browsers reach the duty desk, and the links that sign in there.</summary>
internal sealed class DeskAddress(DeskSessions sessions, NodeSettings settings)
{
    private Uri? bound;

    /// <summary>The origin: as configured, else the address that the listener was given.</summary>
    public Uri? Origin => settings.Listeners.DeskOrigin is { } named ? new Uri(named) : bound;

    /// <summary>Notes the address of the listener once it is open.</summary>
    public void Bind(Uri address) => bound = address;

    /// <summary>A link for the officer who asks.</summary>
    public OpenDeskResponse MakeLink(ServerCallContext context)
    {
        if (settings.Listeners.Desk is null || Origin is not { } origin)
        {
            throw RefusalStatus.ToException(new Refusal(
                RefusalKind.FailedPrecondition, "NO_DESK",
                "This node has no duty desk: its administrator gives one with listeners.desk in node.json."));
        }

        var certificate = context.GetHttpContext().Connection.ClientCertificate
            ?? throw new InvalidOperationException("The door let a call in without a certificate.");
        var (secret, until) = sessions.MakeLink(certificate);
        return new OpenDeskResponse
        {
            Url = new Uri(origin, $"/enter/{secret}").ToString(),
            ExpiresAt = until.ToTimestamp(),
        };
    }
}
