using System.Collections.Immutable;
using System.Security.Cryptography;
using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Domain;
using CbmExchange.Domain.Exercises;
using CbmExchange.Domain.Lifecycle;
using CbmExchange.Domain.Records;
using CbmExchange.Node.Commands;
using CbmExchange.Node.Doors;
using CbmExchange.Node.Publishing;
using Grpc.Core;
using DraftRecord = CbmExchange.Domain.Lifecycle.DraftRecord;

namespace CbmExchange.Node.Exercises;

/// <summary>
/// A player sees a real event while an exercise runs: an actual notification is drafted, in a case of its own.
/// </summary>
internal sealed class NoDuffCommand(
    CommandRunner commands, RecordDesk desk, RecordLoader loader, IHeldRecords held, IKnownExercises exercises,
    NodeIdentity self, TimeProvider time)
{
    private static readonly Refusal OutsideAnExercise = new(
        RefusalKind.FailedPrecondition, "NOT_IN_AN_EXERCISE",
        "This record belongs to no exercise: notify as always (`cbmx notify`).");

    /// <summary>Runs the call.</summary>
    public Task<RecordCommandReply> RunAsync(DeclareNoDuffRequest request, ServerCallContext context)
    {
        var call = OfficerCall.Of(context);
        return commands.RunAsync(
            call, request.CommandId, () => DecideAsync(call, request, context.CancellationToken),
            context.CancellationToken);
    }

    private async Task<Outcome<Decision<RecordCommandReply>>> DecideAsync(
        OfficerCall call, DeclareNoDuffRequest request, CancellationToken cancellationToken)
    {
        var seen = await HeaderAsync(call, request.Record, cancellationToken).ConfigureAwait(false);
        if (seen is null)
        {
            return Refusal.NotFound;
        }

        if (seen.Context != ExerciseState.Context)
        {
            return OutsideAnExercise;
        }

        var now = time.GetUtcNow();
        var known = await exercises.OfAsync(seen, cancellationToken).ConfigureAwait(false);
        return Draft(call, EventOf(request, Told(seen, known), now), now);
    }

    // Whose message the player looks at, and the directors; who directs a message of its own tells all who play.
    private ImmutableArray<ParticipantId> Told(RecordHeader seen, ImmutableArray<ExerciseState> known)
    {
        var mine = known.Where(one => one.Includes(self.Participant)).ToImmutableArray();
        ImmutableArray<ParticipantId> first =
            [.. mine.Select(one => one.Director).Append(seen.Originator).Where(IsOther).Distinct().Order()];
        return first.IsEmpty
            ? [.. mine.SelectMany(one => one.Participants).Where(IsOther).Distinct().Order()]
            : first;
    }

    private bool IsOther(ParticipantId participant) => participant != self.Participant;

    private static RealEvent EventOf(
        DeclareNoDuffRequest request, ImmutableArray<ParticipantId> told, DateTimeOffset now) => new(
        [
            .. request.Summary.Select(text => new TextView(
                text.Lang.Length > 0 ? text.Lang : NoDuff.LanguageDefault, text.Text_,
                text.Status.Length > 0 ? text.Status : "authoritative")),
        ],
        request.Precedence.Length > 0 ? request.Precedence : Precedences.Immediate,
        request.PrecedenceReason.Length > 0 ? request.PrecedenceReason : null,
        request.AwareAt?.ToDateTimeOffset() ?? now,
        told);

    private Outcome<Decision<RecordCommandReply>> Draft(OfficerCall call, RealEvent real, DateTimeOffset now)
    {
        var header = new RecordHeader
        {
            Originator = self.Participant,
            RecordId = new RecordId(Guid.NewGuid().ToString()),
            RecordType = RecordTypes.IncidentNotification,
            SchemaVersion = ContentRules.SchemaVersion,
            Context = "actual",
            Provenance = "self-declared",
            AuthoritativeLanguages = NoDuff.LanguagesOf(real),
        };
        var decided = RecordDecider.Draft(
            RecordState.Empty,
            new DraftRecord
            {
                Actor = call.Seat.ToActor(),
                Header = header,
                Content = NoDuff.ContentOf(real, Guid.NewGuid().ToString()),
            },
            self,
            Policies.Default,
            now,
            RandomNumberGenerator.GetBytes(ReferenceNumber.RandomBytesCount));
        return decided.Refusal is { } refused
            ? refused
            : RecordReplies.Decide(RecordState.Empty, header.RecordId, decided.Value, now);
    }

    private async Task<RecordHeader?> HeaderAsync(
        OfficerCall call, string record, CancellationToken cancellationToken)
    {
        var own = await loader.LoadAsync(desk.IdOf(record), cancellationToken).ConfigureAwait(false);
        if (own.Header is not null)
        {
            return ReadRights.MayKnow(call, own) ? own.Header : null;
        }

        var found = await held.FindAsync(record, cancellationToken).ConfigureAwait(false);
        return found is not null && ReadRights.May(call.Seat.Roles, found.Header.RecordType, isOwn: false)
            ? found.Header
            : null;
    }
}
