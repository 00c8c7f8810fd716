using System.Collections.Immutable;
using System.Security.Cryptography;
using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Domain;
using CbmExchange.Domain.Lifecycle;
using CbmExchange.Domain.Officers;
using CbmExchange.Domain.Records;
using CbmExchange.Node.Commands;
using CbmExchange.Node.Doors;
using RecordCommand = CbmExchange.Contracts.Exchange.V1.RecordCommand;

namespace CbmExchange.Node.Publishing;

/// <summary>Everything about a record that does not leave: drafting, clearing, reviewing.</summary>
internal sealed class RecordDesk(
    CommandRunner commands,
    RecordRuns runs,
    OwnContactPointers pointers,
    IHeldRecords held,
    VersionSigner signer,
    NodeIdentity self,
    Policies policies,
    TimeProvider time
)
{
    /// <summary>Begins a record.</summary>
    public Task<RecordCommandReply> DraftAsync(
        OfficerCall call, DraftRecordRequest request, CancellationToken cancellationToken) =>
        commands.RunAsync(
            call, request.CommandId, () => DecideDraftAsync(call, request, cancellationToken), cancellationToken);

    /// <summary>Writes a version anew.</summary>
    public Task<RecordCommandReply> ReviseAsync(
        OfficerCall call, ReviseRecordRequest request, CancellationToken cancellationToken) =>
        RunAsync(
            call, new RecordCommandTarget(request.CommandId, request.RecordId, request.ExpectedVersion),
            (state, expected, now) =>
            {
                var body = WireBodies.Read(request.Body);
                if ((body.Refusal ?? TypeFault(state, body.Value.RecordType)) is { } refusal)
                {
                    return refusal;
                }

                var command = new ReviseRecord
                {
                    Actor = ActorOf(call, state),
                    Expected = expected,
                    Content = body.Value.Content,
                    AuthoritativeLanguages =
                        request.AuthoritativeLanguages.Count == 0 ? null : [.. request.AuthoritativeLanguages],
                };
                return RecordDecider.Revise(state, command, self, policies, now);
            },
            cancellationToken);

    /// <summary>Hands a draft to clearance.</summary>
    public Task<RecordCommandReply> SubmitAsync(
        OfficerCall call, RecordCommand request, CancellationToken cancellationToken) =>
        RunAsync(
            call, RecordCommandTarget.Of(request),
            (state, expected, now) => RecordDecider.Submit(
                state, new SubmitRecord { Actor = ActorOf(call, state), Expected = expected }, self, now),
            cancellationToken);

    /// <summary>Gives a draft up.</summary>
    public Task<RecordCommandReply> AbandonAsync(
        OfficerCall call, RecordCommand request, CancellationToken cancellationToken) =>
        RunAsync(
            call, RecordCommandTarget.Of(request),
            (state, expected, now) => RecordDecider.Abandon(
                state, new AbandonRecord { Actor = ActorOf(call, state), Expected = expected }, self, now),
            cancellationToken);

    /// <summary>Takes back a release that waits to leave.</summary>
    public Task<RecordCommandReply> RecallAsync(
        OfficerCall call, RecordCommand request, CancellationToken cancellationToken) =>
        RunAsync(
            call, RecordCommandTarget.Of(request),
            (state, expected, now) => RecordDecider.Recall(
                state, new RecallRelease { Actor = ActorOf(call, state), Expected = expected }, now),
            cancellationToken);

    /// <summary>Sends a draft back.</summary>
    public Task<RecordCommandReply> ReturnAsync(
        OfficerCall call, ReturnRecordRequest request, CancellationToken cancellationToken) =>
        RunAsync(
            call, new RecordCommandTarget(request.CommandId, request.RecordId, request.ExpectedVersion),
            (state, expected, now) => RecordDecider.Return(
                state,
                new ReturnRecord { Actor = ActorOf(call, state), Expected = expected, Reason = request.Reason },
                now),
            cancellationToken);

    /// <summary>Clears a version: it is signed now, once.</summary>
    public Task<RecordCommandReply> ClearAsync(
        OfficerCall call, RecordCommand request, CancellationToken cancellationToken) =>
        RunAsync(
            call, RecordCommandTarget.Of(request),
            (state, expected, now) => Clear(
                state, new ClearRecord { Actor = ActorOf(call, state), Expected = expected }, now),
            cancellationToken);

    /// <summary>Confirms an own document as it stands.</summary>
    public Task<RecordCommandReply> ConfirmDocumentAsync(
        OfficerCall call, RecordCommand request, CancellationToken cancellationToken) =>
        RunAsync(
            call, RecordCommandTarget.Of(request),
            (state, expected, now) => RecordDecider.ConfirmDocument(
                state, new ConfirmDocument { Actor = ActorOf(call, state), Expected = expected }, self, policies, now),
            cancellationToken);

    /// <summary>Closes the review of a use of break-glass.</summary>
    public Task<RecordCommandReply> ReviewAsync(
        OfficerCall call, ReviewBreakGlassRequest request, CancellationToken cancellationToken) =>
        RunAsync(
            call, new RecordCommandTarget(request.CommandId, request.RecordId, request.ExpectedVersion),
            (state, expected, now) => RecordDecider.Review(
                state,
                new ReviewBreakGlass { Actor = ActorOf(call, state), Expected = expected, Finding = request.Note },
                now),
            cancellationToken);

    /// <summary>The events of a clearance; the signature lies between its two steps.</summary>
    public Outcome<ImmutableArray<IEvent>> Clear(RecordState state, ClearRecord command, DateTimeOffset now)
    {
        var prepared = RecordDecider.PrepareClear(state, command, policies);
        if (prepared.Refusal is { } refusal)
        {
            return refusal;
        }

        var signed = signer.Sign(prepared.Value);
        return signed.Refusal is { } unsigned
            ? unsigned
            : RecordDecider.Clear(state, command, signed.Value, policies, now);
    }

    /// <summary>
    /// The own record that a caller names by id or reference number; an unknown one is folded as empty.
    /// </summary>
    public RecordId IdOf(string idOrReference) => runs.IdOf(idOrReference);

    private static Actor ActorOf(OfficerCall call, RecordState state) => call.Seat.ToActor(state.Header);

    private static Refusal? TypeFault(RecordState state, string recordType) =>
        state.Header is { } header && header.RecordType != recordType
            ? Refusal.Invalid([new FieldFault("body", $"Must be of the record's type, {header.RecordType}.")])
            : null;

    private Task<RecordCommandReply> RunAsync(
        OfficerCall call, RecordCommandTarget target,
        Func<RecordState, StreamVersion, DateTimeOffset, Outcome<ImmutableArray<IEvent>>> decide,
        CancellationToken cancellationToken) => runs.RunAsync(call, target, decide, cancellationToken);

    private async Task<Outcome<Decision<RecordCommandReply>>> DecideDraftAsync(
        OfficerCall call,
        DraftRecordRequest request,
        CancellationToken cancellationToken
    )
    {
        var body = WireBodies.Read(request.Body);
        if (body.Refusal is { } refusal)
        {
            return refusal;
        }

        var (recordType, content) = body.Value;
        if (RecordTypes.IsReceipt(recordType))
        {
            return Refusal.Invalid(
                [new FieldFault("body", "A receipt is confirmed by Acknowledge or AnswerCheck, not drafted.")]);
        }

        var target = await TargetOfAsync(call, recordType, content, cancellationToken).ConfigureAwait(false);
        if (target.Refusal is { } unknown)
        {
            return unknown;
        }

        var now = time.GetUtcNow();
        var header = HeaderOf(request, recordType, content);
        var decided = RecordDecider.Draft(
            RecordState.Empty,
            new DraftRecord
            {
                Actor = call.Seat.ToActor(header),
                Header = header,
                Content = content,
                InReplyTo = target.Value,
            },
            self,
            policies,
            now,
            RandomNumberGenerator.GetBytes(ReferenceNumber.RandomBytesCount)
        );
        return (decided.Refusal ?? pointers.RefusalOf(decided.Value)) is { } refused
            ? refused
            : RecordReplies.Decide(RecordState.Empty, header.RecordId, decided.Value, now);
    }

    private RecordHeader HeaderOf(DraftRecordRequest request, string recordType, RecordContent content) =>
        new()
        {
            Originator = self.Participant,
            RecordId = new RecordId(Guid.NewGuid().ToString()),
            RecordType = recordType,
            SchemaVersion = ContentRules.SchemaVersion,
            Context = request.Context,
            ExerciseId = request.ExerciseId.Length == 0 ? null : request.ExerciseId,
            Provenance = Provenances.Of(content),
            AuthoritativeLanguages = [.. request.AuthoritativeLanguages],
        };

    // A reply names the message that it answers; one that this node does not hold, or that the officer does
    // not read, is not found.
    private async Task<Outcome<ReplyTarget?>> TargetOfAsync(
        OfficerCall call,
        string recordType,
        RecordContent content,
        CancellationToken cancellationToken
    )
    {
        if (
            RecordCatalogue.Find(recordType) is not { IsReply: true }
            || !content.Claims.TryGetProperty("ofRecord", out var reference)
            || !reference.TryGetProperty("recordId", out var id)
        )
        {
            return (ReplyTarget?)null;
        }

        var message = await held.FindAsync(id.GetString() ?? "", cancellationToken).ConfigureAwait(false);
        return message is null || !ReadRights.May(call.Seat.Roles, message.Header.RecordType, isOwn: false)
            ? Refusal.NotFound
            : new ReplyTarget(message.Header.RecordId, message.ContentHash, message.Header.Originator);
    }
}
