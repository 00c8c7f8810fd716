using System.Collections.Immutable;
using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Domain;
using CbmExchange.Domain.Lifecycle;
using CbmExchange.Domain.Officers;
using CbmExchange.Domain.Records;
using CbmExchange.Node.Commands;
using CbmExchange.Node.Doors;
using CbmExchange.Node.Participants;

namespace CbmExchange.Node.Publishing;

/// <summary>What is taken back from those who hold it, as far as it can be: they are told, and asked.</summary>
internal sealed class WithdrawalDesk(
    CommandRunner commands,
    RecordLoader loader,
    RecordDesk desk,
    EntryMaker entries,
    ParticipantTable participants,
    ReceiptFacts receipts,
    TimeProvider time
)
{
    /// <summary>Participants of one narrowing: those of one instance (design §5).</summary>
    private const int ParticipantsCountMax = 250;

    /// <summary>States to everyone who ever received the record that it is no longer stood by.</summary>
    public Task<WithdrawRecordResponse> WithdrawAsync(
        OfficerCall call,
        WithdrawRecordRequest request,
        CancellationToken cancellationToken
    ) => WithdrawAsync(
        call,
        request.CommandId,
        request.RecordId,
        (state, now) => Withdraw(state, call.Seat.ToActor(state.Header), request, now),
        cancellationToken);

    /// <summary>Ends a contact by the State's act, and tells everyone who ever received it.</summary>
    public Task<WithdrawRecordResponse> EndContactAsync(
        OfficerCall call, EndContactRequest request, CancellationToken cancellationToken) =>
        WithdrawAsync(
            call,
            request.CommandId,
            request.RecordId,
            (state, now) => RecordDecider.EndContact(
                state,
                new EndContact
                {
                    Actor = call.Seat.ToActor(state.Header),
                    Expected = new StreamVersion(request.ExpectedVersion),
                    RemovalReference = request.RemovalReference,
                },
                Policies.Default,
                now),
            cancellationToken);

    /// <summary>Takes recipients out of a release, and tells them.</summary>
    public Task<NarrowReleaseResponse> NarrowAsync(
        OfficerCall call,
        NarrowReleaseRequest request,
        CancellationToken cancellationToken
    )
    {
        var record = desk.IdOf(request.RecordId);
        return commands.RunAsync<NarrowReleaseResponse>(
            call,
            request.CommandId,
            async () =>
            {
                var state = await loader.LoadAsync(record, cancellationToken).ConfigureAwait(false);
                return ReadRights.MayKnow(call, state)
                    ? await DecideNarrowingAsync(state, call, request, cancellationToken).ConfigureAwait(false)
                    : Refusal.NotFound;
            },
            cancellationToken,
            record.Value
        );
    }

    private Task<WithdrawRecordResponse> WithdrawAsync(
        OfficerCall call, string commandId, string idOrReference,
        Func<RecordState, DateTimeOffset, Outcome<ImmutableArray<IEvent>>> decide,
        CancellationToken cancellationToken)
    {
        var record = desk.IdOf(idOrReference);
        return commands.RunAsync<WithdrawRecordResponse>(
            call,
            commandId,
            async () =>
            {
                var now = time.GetUtcNow();
                var state = await loader.LoadAsync(record, cancellationToken).ConfigureAwait(false);
                var decided = ReadRights.MayKnow(call, state) ? decide(state, now) : Refusal.NotFound;
                return decided.Refusal is { } refusal
                    ? refusal
                    : await DecideWithdrawalAsync(state, record, decided.Value, now, cancellationToken)
                        .ConfigureAwait(false);
            },
            cancellationToken,
            record.Value
        );
    }

    private async Task<Outcome<Decision<NarrowReleaseResponse>>> DecideNarrowingAsync(
        RecordState state,
        OfficerCall call,
        NarrowReleaseRequest request,
        CancellationToken cancellationToken
    )
    {
        var named = request.Participants.Select(name => participants.State.Resolve(name)?.Participant).ToList();
        if (named.Count > ParticipantsCountMax || named.Contains(null))
        {
            return Refusal.Invalid([
                new FieldFault("participants", "Each must name a participant of this instance; at most 250."),
            ]);
        }

        var now = time.GetUtcNow();
        var decided = RecordDecider.Narrow(
            state,
            new NarrowRelease
            {
                Actor = call.Seat.ToActor(state.Header),
                Expected = new StreamVersion(request.ExpectedVersion),
                Participants = [.. named.Select(one => one!.Value)],
            },
            now
        );
        if (decided.Refusal is { } refusal)
        {
            return refusal;
        }

        var decision = RecordReplies.Decide(state, state.Header!.RecordId, decided.Value, now);
        var narrowed = decided.Value.OfType<ReleaseNarrowed>().FirstOrDefault();
        var told = narrowed?.Recipients.Select(one => one.Participant).ToList() ?? [];
        var fetched = await receipts.CountAsync(state.Header.RecordId, told, cancellationToken).ConfigureAwait(false);
        var response = new NarrowReleaseResponse { Record = decision.Reply, Sentence = fetched.Sentence };
        response.Told.AddRange(told.Select(participants.DesignatorOf));
        response.Unchanged.AddRange(
            named.Select(one => one!.Value).Distinct().Except(told).Select(participants.DesignatorOf));
        return new Decision<NarrowReleaseResponse>(decision.Streams, response)
        {
            Entries = narrowed is null ? [] : entries.Of(state, narrowed),
        };
    }

    private async Task<Decision<WithdrawRecordResponse>> DecideWithdrawalAsync(
        RecordState before,
        RecordId record,
        ImmutableArray<IEvent> events,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var decision = RecordReplies.Decide(before, record, events, now);
        var withdrawn = events.OfType<RecordWithdrawn>().FirstOrDefault();
        var told = withdrawn?.Recipients.Select(recipient => recipient.Participant).ToList() ?? [];
        var fetched = await receipts.CountAsync(record, told, cancellationToken).ConfigureAwait(false);
        var response = new WithdrawRecordResponse
        {
            Record = decision.Reply,
            Sentence = fetched.Sentence,
        };
        response.Told.AddRange(told.Select(participants.DesignatorOf));
        return new Decision<WithdrawRecordResponse>(decision.Streams, response)
        {
            Entries = withdrawn is null ? [] : entries.Of(before, withdrawn),
        };
    }

    private static Outcome<ImmutableArray<IEvent>> Withdraw(
        RecordState state,
        Actor actor,
        WithdrawRecordRequest request,
        DateTimeOffset now
    )
    {
        var expected = new StreamVersion(request.ExpectedVersion);

        // A nominating authority takes back a contact by ending it.
        return
            state.Header?.RecordType == RecordTypes.PointOfContact
            && !Permissions.Allowed(actor.Roles, OfficerAction.Release, RecordTypes.PointOfContact)
            ? RecordDecider.EndContact(
                state,
                new EndContact
                {
                    Actor = actor,
                    Expected = expected,
                    RemovalReference = $"withdrawn: {request.ReasonClass}",
                },
                Policies.Default,
                now
            )
            : RecordDecider.Withdraw(
                state,
                new WithdrawRecord
                {
                    Actor = actor,
                    Expected = expected,
                    ReasonClass = request.ReasonClass,
                    Request = request.Request,
                },
                now
            );
    }
}
