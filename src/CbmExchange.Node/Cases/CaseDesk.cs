using System.Collections.Immutable;
using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Domain;
using CbmExchange.Domain.Cases;
using CbmExchange.Node.Commands;
using CbmExchange.Node.Doors;
using CbmExchange.Node.Participants;
using CbmExchange.Store;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace CbmExchange.Node.Cases;

/// <summary>What officers keep about a case: one event in the case's own stream, and no entry for anybody.</summary>
internal sealed class CaseDesk(
    CommandRunner commands, CaseFinder finder, CaseTable cases, ParticipantTable participants, TimeProvider time)
{
    /// <summary>Begins to keep a case.</summary>
    public Task<CaseCommandReply> OpenAsync(OpenCaseRequest request, ServerCallContext context) =>
        request.Record.Length == 0
            ? OpenNewAsync(request, context)
            : RunAsync(request.CommandId, request.Record, context, (found, kept) => CaseDecider.Open(
                cases.Of(kept), kept,
                new OpenCase
                {
                    Actor = ActorOf(context),
                    RecordTypes = found.Types,
                    Title = request.Title,
                    Context = found.Context.Length > 0 ? found.Context : "actual",
                    ExerciseId = found.Messages is [var first, ..] ? first.Header.ExerciseId : null,
                },
                Now));

    /// <summary>Closes it.</summary>
    public async Task<CaseCommandReply> CloseAsync(CloseCaseRequest request, ServerCallContext context)
    {
        var into = request.MergedInto.Length == 0
            ? default(CaseId?)
            : (await finder.FindAsync(OfficerCall.Of(context), request.MergedInto, context.CancellationToken)
                .ConfigureAwait(false)) is { Refusal: null } other ? other.Value.Id : new CaseId("");
        return await RunAsync(request.CommandId, request.Case, context, (found, kept) =>
            into?.Value.Length == 0
                ? Refusal.Invalid([new FieldFault("mergedInto", "No such case.")])
                : CaseDecider.Close(
                    cases.Of(kept), kept,
                    new CloseCase
                    {
                        Actor = ActorOf(context),
                        RecordTypes = found.Types,
                        Reason = request.Reason,
                        MergedInto = into,
                        Note = request.Note,
                    },
                    Now)).ConfigureAwait(false);
    }

    /// <summary>Opens it again.</summary>
    public Task<CaseCommandReply> ReopenAsync(ReopenCaseRequest request, ServerCallContext context) =>
        RunAsync(request.CommandId, request.Case, context, (found, kept) => CaseDecider.Reopen(
            cases.Of(kept), kept,
            new ReopenCase { Actor = ActorOf(context), RecordTypes = found.Types, Note = request.Note },
            Now));

    /// <summary>Adds a note.</summary>
    public Task<CaseCommandReply> NoteAsync(AddNoteRequest request, ServerCallContext context) =>
        RunAsync(request.CommandId, request.Case, context, (found, kept) => CaseDecider.AddNote(
            kept, new AddCaseNote { Actor = ActorOf(context), RecordTypes = found.Types, Text = request.Text }, Now));

    /// <summary>Keeps what went beside the platform.</summary>
    public async Task<CaseCommandReply> OutOfBandAsync(RecordOutOfBandRequest request, ServerCallContext context)
    {
        var talk = request.Talk ?? new OutOfBand();
        var about = talk.Record.Length == 0
            ? null
            : await NamedAsync(talk.Record, context).ConfigureAwait(false);
        return await RunAsync(request.CommandId, request.Case, context, (found, kept) =>
            TalkOf(talk, about) is { Refusal: { } refusal } ? refusal : CaseDecider.OutOfBand(
                kept,
                new RecordOutOfBand
                {
                    Actor = ActorOf(context), RecordTypes = found.Types, Talk = TalkOf(talk, about).Value,
                },
                Policies.Default,
                Now)).ConfigureAwait(false);
    }

    /// <summary>Hands it to the next shift.</summary>
    public Task<CaseCommandReply> HandOverAsync(HandOverRequest request, ServerCallContext context) =>
        RunAsync(request.CommandId, request.Case, context, (found, kept) => CaseDecider.HandOver(
            kept,
            new HandOverCase
            {
                Actor = ActorOf(context), RecordTypes = found.Types, ToDesk = request.ToDesk, Note = request.Note,
            },
            Now));

    /// <summary>Says that two records belong together, in the case of each.</summary>
    public async Task<CaseCommandReply> LinkAsync(LinkRecordsRequest request, ServerCallContext context)
    {
        var call = OfficerCall.Of(context);
        var to = await finder.FindAsync(call, request.To, context.CancellationToken).ConfigureAwait(false);
        return await commands.RunAsync<CaseCommandReply>(
            call,
            request.CommandId,
            async () =>
            {
                var from = await finder.FindAsync(call, request.From, context.CancellationToken).ConfigureAwait(false);
                return from.Refusal is { } refusal ? refusal
                    : to.Refusal is { } refused ? refused
                    : Linked(context, from.Value, request.Relation, to.Value);
            },
            context.CancellationToken).ConfigureAwait(false);
    }

    /// <summary>Decides on a case that an officer named, and keeps what comes of it.</summary>
    public Task<CaseCommandReply> RunAsync(
        string commandId,
        string reference,
        ServerCallContext context,
        Func<FoundCase, CaseId, Outcome<ImmutableArray<IEvent>>> decide)
    {
        var call = OfficerCall.Of(context);
        return commands.RunAsync<CaseCommandReply>(
            call,
            commandId,
            async () =>
            {
                var found = await finder.FindAsync(call, reference, context.CancellationToken).ConfigureAwait(false);
                if (found.Refusal is { } refusal)
                {
                    return refusal;
                }

                var decided = decide(found.Value, found.Value.Kept);
                return decided.Refusal is { } refused
                    ? refused
                    : Decided(found.Value.Id, found.Value.Kept, decided.Value);
            },
            context.CancellationToken);
    }

    private DateTimeOffset Now => time.GetUtcNow();

    private static Domain.Officers.Actor ActorOf(ServerCallContext context) => OfficerCall.Of(context).Seat.ToActor();

    private Task<CaseCommandReply> OpenNewAsync(OpenCaseRequest request, ServerCallContext context)
    {
        var call = OfficerCall.Of(context);
        var command = new OpenCase
        {
            Actor = call.Seat.ToActor(),
            RecordTypes = [],
            Title = request.Title,
            Context = request.Context.Length > 0 ? request.Context : "actual",
            ExerciseId = request.ExerciseId.Length > 0 ? request.ExerciseId : null,
        };
        var id = new CaseId(Guid.NewGuid().ToString());
        return commands.RunAsync<CaseCommandReply>(
            call,
            request.CommandId,
            () =>
            {
                var decided = CaseDecider.Open(CaseState.Empty, id, command, Now);
                return Task.FromResult<Outcome<Decision<CaseCommandReply>>>(
                    decided.Refusal is { } refusal ? refusal : Decided(id, id, decided.Value));
            },
            context.CancellationToken);
    }

    // Opening and closing go by what was decided on; notes of two officers at the same moment both stand.
    private Decision<CaseCommandReply> Decided(CaseId id, CaseId kept, ImmutableArray<IEvent> events)
    {
        var state = cases.Of(kept);
        var isOnState = events.Any(happened => happened is CaseOpened or CaseClosed or CaseReopened);
        var after = events.Aggregate(state, (folded, happened) => folded.Apply(happened));
        return new Decision<CaseCommandReply>(
            [new StreamAppend(kept.Stream, isOnState ? state.Version : null, events)],
            new CaseCommandReply { CaseId = id.Value, State = CaseViews.StateOf(after), At = Now.ToTimestamp() });
    }

    private Outcome<Decision<CaseCommandReply>> Linked(
        ServerCallContext context, FoundCase from, string relation, FoundCase to)
    {
        if (from.Named is not { } one || to.Named is not { } other)
        {
            return Refusal.Invalid([new FieldFault("from", "Name two records, not cases.")]);
        }

        var command = new LinkRecords
        {
            Actor = ActorOf(context),
            RecordTypes = [.. from.Types, .. to.Types],
            From = RecordOf(one),
            Relation = relation,
            To = RecordOf(other),
        };
        var decided = CaseDecider.Link(from.Kept, command, Now);
        if (decided.Refusal is { } refusal)
        {
            return refusal;
        }

        var decision = Decided(from.Id, from.Kept, decided.Value);
        return from.Kept == to.Kept
            ? decision
            : decision with
            {
                Streams =
                [
                    .. decision.Streams,
                    new StreamAppend(to.Kept.Stream, null, CaseDecider.Link(to.Kept, command, Now).Value),
                ],
            };
    }

    private async Task<CaseRecord?> NamedAsync(string record, ServerCallContext context)
    {
        var found = await finder.FindAsync(OfficerCall.Of(context), record, context.CancellationToken)
            .ConfigureAwait(false);
        return found.Refusal is null && found.Value.Named is { } row ? RecordOf(row) : null;
    }

    private static CaseRecord RecordOf(Store.Cases.CaseMessageRow row) =>
        new(row.Header.Originator, row.Header.RecordId);

    private Outcome<OutOfBandTalk> TalkOf(OutOfBand talk, CaseRecord? about)
    {
        var participant = talk.Participant.Length == 0 ? null : participants.State.Resolve(talk.Participant);
        FieldFault[] faults =
        [
            .. talk.Participant.Length > 0 && participant is null
                ? [new FieldFault("participant", "No participant of this instance is called so.")]
                : Array.Empty<FieldFault>(),
            .. talk.Record.Length > 0 && about is null
                ? [new FieldFault("record", "No such message.")]
                : Array.Empty<FieldFault>(),
            .. talk.OccurredAt is null
                ? [new FieldFault("occurredAt", "Say when it was.")]
                : Array.Empty<FieldFault>(),
        ];
        return faults.Length > 0
            ? Refusal.Invalid(faults)
            : new OutOfBandTalk(
                talk.Direction, talk.Channel, participant?.Participant, talk.Who,
                talk.OccurredAt!.ToDateTimeOffset(), about,
                talk.ReferenceNumber.Length > 0 ? talk.ReferenceNumber : null, talk.Summary);
    }
}
