using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Domain;
using CbmExchange.Domain.Exercises;
using CbmExchange.Domain.Lifecycle;
using CbmExchange.Domain.Records;
using CbmExchange.Node.Commands;
using CbmExchange.Node.Doors;
using CbmExchange.Node.Participants;
using CbmExchange.Node.Publishing;
using CbmExchange.Store;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace CbmExchange.Node.Exercises;

/// <summary>A controller writes down what a player did about an inject of this node.</summary>
internal sealed class ObserveCommand(
    CommandRunner commands, RecordDesk desk, RecordLoader loader, ParticipantTable participants,
    ObservationTable observations, TimeProvider time)
{
    /// <summary>Observations of one inject: more than a controller types in an exercise.</summary>
    private const int CountMax = 1_000;

    /// <summary>Runs the call.</summary>
    public Task<RecordObservationResponse> RunAsync(RecordObservationRequest request, ServerCallContext context)
    {
        var call = OfficerCall.Of(context);
        return commands.RunAsync(
            call, request.CommandId, () => DecideAsync(call, request, context.CancellationToken),
            context.CancellationToken);
    }

    private async Task<Outcome<Decision<RecordObservationResponse>>> DecideAsync(
        OfficerCall call, RecordObservationRequest request, CancellationToken cancellationToken)
    {
        var inject = await loader.LoadAsync(desk.IdOf(request.Record), cancellationToken).ConfigureAwait(false);
        if (!ReadRights.MayKnow(call, inject))
        {
            return Refusal.NotFound;
        }

        if (inject.Header!.RecordType != "exercise-inject")
        {
            return new Refusal(
                RefusalKind.FailedPrecondition, "NOT_AN_INJECT", "Only what players did about an inject is kept here.");
        }

        var now = time.GetUtcNow();
        var player = participants.State.Resolve(request.Participant)?.Participant;
        var faults = FaultsOf(request, player, inject, now).ToArray();
        return faults.Length > 0
            ? Refusal.Invalid(faults)
            : Decide(inject.Header, request, player!.Value, call.Seat.Id, now);
    }

    private static Decision<RecordObservationResponse> Decide(
        RecordHeader inject, RecordObservationRequest request, ParticipantId player, OfficerId officer,
        DateTimeOffset now)
    {
        var seen = new InjectObserved(
            inject.RecordId, inject.ExerciseId!, player, request.Observed,
            request.ObservedAt?.ToDateTimeOffset() ?? now, officer, now);
        return new Decision<RecordObservationResponse>(
            [new StreamAppend(ObservationTable.StreamOf(inject.RecordId), null, [seen])],
            new RecordObservationResponse
            {
                RecordId = inject.RecordId.Value,
                ObservedAt = seen.ObservedAt.ToTimestamp(),
            });
    }

    private IEnumerable<FieldFault> FaultsOf(
        RecordObservationRequest request, ParticipantId? player, RecordState inject, DateTimeOffset now)
    {
        if (player is null)
        {
            yield return new FieldFault("participant", "There is no such participant in this instance.");
        }

        if (string.IsNullOrWhiteSpace(request.Observed)
            || TextRules.Length(request.Observed) > ContentLimits.SummaryCharsMax
            || !TextRules.IsRunningText(request.Observed))
        {
            yield return new FieldFault("observed", "Must be 1 to 2000 characters without control characters.");
        }

        if (request.ObservedAt?.ToDateTimeOffset() > now + Policies.Default.ClockSkewMax)
        {
            yield return new FieldFault("observed_at", "Must not lie in the future.");
        }

        if (observations.Of(inject.Header!.RecordId).Length >= CountMax)
        {
            yield return new FieldFault("record", "This inject has as many observations as are kept of one.");
        }
    }
}
