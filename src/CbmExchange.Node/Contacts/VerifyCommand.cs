using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Domain;
using CbmExchange.Domain.Contacts;
using CbmExchange.Domain.Officers;
using CbmExchange.Node.Commands;
using CbmExchange.Node.Doors;
using CbmExchange.Store;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace CbmExchange.Node.Contacts;

/// <summary>An officer records what came of reaching a contact.</summary>
internal sealed class VerifyCommand(
    CommandRunner commands, ContactDirectory directory, ReadRights rights, NodeIdentity self, TimeProvider time)
{
    /// <summary>Runs the call.</summary>
    public Task<RecordVerificationResponse> RunAsync(RecordVerificationRequest request, ServerCallContext context)
    {
        var call = OfficerCall.Of(context);
        return commands.RunAsync(
            call, request.CommandId, () => Task.FromResult(Decide(call, request)), context.CancellationToken);
    }

    private Outcome<Decision<RecordVerificationResponse>> Decide(OfficerCall call, RecordVerificationRequest request)
    {
        var found = directory.Find(request.Record);
        if (found.Refusal is { } refusal)
        {
            return refusal;
        }

        var (row, entry) = (found.Value.Row, found.Value.Entry);
        if (!rights.May(call, row.Header.RecordType, row.IsOwn))
        {
            return Refusal.NotFound;
        }

        var decided = VerificationDecider.Decide(
            entry,
            new RecordVerification(
                call.Seat.ToActor(), request.ChannelId, request.Method, request.Result,
                request.TriedAt?.ToDateTimeOffset(), request.Note),
            self,
            Policies.Default,
            time.GetUtcNow());
        return decided.Refusal is { } refused
            ? refused
            : new Decision<RecordVerificationResponse>(
                [
                    new StreamAppend(
                        VerificationTable.StreamOf(entry.Originator, entry.RecordId), null, [decided.Value]),
                ],
                new RecordVerificationResponse
                {
                    RecordId = entry.RecordId.Value,
                    ChannelId = decided.Value.ChannelId,
                    TriedAt = decided.Value.TriedAt.ToTimestamp(),
                });
    }
}
