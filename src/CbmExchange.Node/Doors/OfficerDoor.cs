using System.Collections.Frozen;
using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using CbmExchange.Domain;
using CbmExchange.Domain.Officers;
using CbmExchange.Node.Audit;
using CbmExchange.Node.Errors;
using CbmExchange.Node.Observation;
using CbmExchange.Node.Officers;
using Google.Protobuf;
using Grpc.Core;

namespace CbmExchange.Node.Doors;

/// <summary>
/// The one check of every officer's call, in this order: known certificate, allowance, role, known fields. What a role
/// may do stands in Domain's <see cref="Permissions"/> alone.
/// </summary>
internal sealed partial class OfficerDoor(
    OfficerTable officers, CallAllowance allowance, DenialAudit audit, TimeProvider time, ILogger<OfficerDoor> log)
{
    // What a decider says no to because of who asks: a fixed few, so that the audit trail stays bounded.
    private static readonly FrozenSet<string> Denials =
        new[] { "ROLE_MISSING", "SECOND_PERSON_NEEDED", "LAST_ADMIN" }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Lets a call in or throws its refusal.</summary>
    public void Enter(ServerCallContext context, IMessage? request)
    {
        var http = context.GetHttpContext();
        var seat = Identify(http.Connection.ClientCertificate);
        var correlation = http.TraceIdentifier;
        if (!allowance.Of(seat.Id).TryCall())
        {
            Deny(seat.Id, context.Method, "TOO_MANY_CALLS");
            throw TooManyCalls();
        }

        if (!OfficerRpcs.IsAllowed(context.Method, seat.Roles))
        {
            RoleMissing(log, seat.Id.Value, context.Method, correlation);
            Deny(seat.Id, context.Method, "ROLE_MISSING");
            throw RoleMissing();
        }

        if (request is not null && UnknownFields.AreIn(request))
        {
            throw RefusalStatus.ToException(Refusal.Invalid(
                [new FieldFault("", "The request holds a field that this node does not know; nothing was done.")]));
        }

        http.Features.Set(new OfficerCall(seat, correlation));
    }

    /// <summary>
    /// Takes one of the officer's places for a stream, or throws its refusal. The caller MUST close the place.
    /// </summary>
    public CallerAllowance EnterStream(ServerCallContext context)
    {
        var officer = OfficerCall.Of(context).Seat.Id;
        var places = allowance.Of(officer);
        if (places.TryOpen())
        {
            return places;
        }

        Deny(officer, context.Method, "TOO_MANY_STREAMS");
        throw TooManyStreams(DoorLimits.OfficerStreamsMax);
    }

    /// <summary>The refusal of a call beyond the allowance.</summary>
    public static RpcException TooManyCalls() => RefusalStatus.ToException(new Refusal(
        RefusalKind.ResourceExhausted, "TOO_MANY_CALLS", "Too many calls at once; try again in a second."));

    /// <summary>The refusal of one stream too many.</summary>
    public static RpcException TooManyStreams(int max) => RefusalStatus.ToException(new Refusal(
        RefusalKind.ResourceExhausted, "TOO_MANY_STREAMS",
        string.Create(CultureInfo.InvariantCulture, $"You have {max} streams open: close one, then try again.")));

    /// <summary>
    /// Throws the refusal of a call that was let in before, as soon as the door would no longer let it in: the officer
    /// was removed, its roles changed, or its certificate ended. A repeat costs nothing of the allowance.
    /// </summary>
    public void MustStillBeIn(OfficerCall call, X509Certificate2? certificate, string rpc)
    {
        var seat = Identify(certificate);
        if (seat.Id != call.Seat.Id || !OfficerRpcs.IsAllowed(rpc, seat.Roles))
        {
            throw RoleMissing();
        }
    }

    /// <summary>True when the call came in through this door.</summary>
    public static bool WasLetIn(ServerCallContext context) =>
        context.GetHttpContext().Features.Get<OfficerCall>() is not null;

    /// <summary>Keeps for the audit what a decider denied to this officer; other refusals are no denials.</summary>
    public void Note(ServerCallContext context, RpcException refused)
    {
        if (RefusalStatus.ReasonOf(refused) is { } reason && Denials.Contains(reason))
        {
            Deny(OfficerCall.Of(context).Seat.Id, context.Method, reason);
        }
    }

    private static RpcException RoleMissing() => RefusalStatus.ToException(new Refusal(
        RefusalKind.PermissionDenied, "ROLE_MISSING", "Your role on this node does not allow this."));

    private OfficerSeat Identify(X509Certificate2? certificate)
    {
        if (certificate is not null && CertificateUse.IsOfficer(certificate)
            && CertificateUse.IsInForce(certificate, time.GetUtcNow())
            && officers.FindByKey(CertificateUse.KeySha256(certificate)) is { Roles.IsEmpty: false } seat)
        {
            return seat;
        }

        OfficerUnknown(log, certificate is null ? "none" : CertificateUse.KeySha256(certificate));
        NodeTelemetry.Denials.Add(1, new KeyValuePair<string, object?>("reason", "OFFICER_UNKNOWN"));
        throw RefusalStatus.ToException(
            StatusCode.Unauthenticated, "OFFICER_UNKNOWN", "This certificate belongs to no officer of this node.");
    }

    private void Deny(OfficerId officer, string rpc, string reason)
    {
        NodeTelemetry.Denials.Add(1, new KeyValuePair<string, object?>("reason", reason));
        audit.Record(officer, rpc, reason);
    }
}
