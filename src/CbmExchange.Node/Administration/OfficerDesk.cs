using System.Collections.Immutable;
using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Domain;
using CbmExchange.Domain.Officers;
using CbmExchange.Node.Commands;
using CbmExchange.Node.Doors;
using CbmExchange.Node.Officers;
using CbmExchange.Store;

namespace CbmExchange.Node.Administration;

/// <summary>Enrols officers and changes their roles.</summary>
internal sealed class OfficerDesk(CommandRunner commands, OfficerTable officers, TimeProvider time)
{
    /// <summary>Enrols by the public key of a certificate.</summary>
    public Task<EnrolOfficerResponse> EnrolAsync(
        OfficerCall call,
        EnrolOfficerRequest request,
        CancellationToken cancellationToken
    ) => commands.RunAsync(call, request.CommandId, () => Task.FromResult(Enrol(call, request)), cancellationToken);

    /// <summary>Replaces the roles; none removes the officer.</summary>
    public Task<ChangeOfficerRolesResponse> ChangeAsync(
        OfficerCall call,
        ChangeOfficerRolesRequest request,
        CancellationToken cancellationToken
    ) => commands.RunAsync(call, request.CommandId, () => Task.FromResult(Change(call, request)), cancellationToken);

    private Outcome<Decision<EnrolOfficerResponse>> Enrol(OfficerCall call, EnrolOfficerRequest request)
    {
        if (officers.All.Length >= DoorLimits.OfficersMax)
        {
            return new Refusal(
                RefusalKind.ResourceExhausted,
                "TOO_MANY_OFFICERS",
                $"A node has at most {DoorLimits.OfficersMax} officers."
            );
        }

        var guard = officers.Guard;
        var subject = new OfficerId(Guid.NewGuid().ToString());
        var decided = OfficerDecider.Enrol(
            officers.State,
            call.Seat.ToActor(),
            subject,
            request.KeySha256,
            request.Label,
            [.. request.Roles],
            time.GetUtcNow()
        );
        return decided.Refusal is { } refusal
            ? refusal.Reason == "ALREADY_ENROLLED"
                ? refusal with
                {
                    Reason = "KEY_IN_USE",
                }
                : refusal
            : Decide(guard, subject, decided.Value, new EnrolOfficerResponse { OfficerId = subject.Value });
    }

    private Outcome<Decision<ChangeOfficerRolesResponse>> Change(OfficerCall call, ChangeOfficerRolesRequest request)
    {
        var guard = officers.Guard;
        var (subject, by, now) = (new OfficerId(request.OfficerId), call.Seat.ToActor(), time.GetUtcNow());
        var decided =
            request.Roles.Count == 0
                ? OfficerDecider.Remove(officers.State, by, subject, now)
                : OfficerDecider.ChangeRoles(officers.State, by, subject, [.. request.Roles], now);
        return decided.Refusal is { } refusal
            ? refusal
            : Decide(guard, subject, decided.Value, new ChangeOfficerRolesResponse());
    }

    private Decision<TReply> Decide<TReply>(
        StreamVersion guard,
        OfficerId subject,
        ImmutableArray<IEvent> events,
        TReply reply
    ) =>
        new(
            [
                new StreamAppend($"officer-{subject}", null, events),
                new StreamAppend(OfficerTable.GuardStream, guard, [new OfficersChanged(subject, time.GetUtcNow())]),
            ],
            reply
        );
}
