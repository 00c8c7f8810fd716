using System.Collections.Immutable;
using System.Text.Json;
using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Contracts.Record.V1;
using CbmExchange.Domain;
using CbmExchange.Domain.Contacts;
using CbmExchange.Domain.Lifecycle;
using CbmExchange.Domain.Records;
using CbmExchange.Node.Doors;
using Google.Protobuf;
using Nomination = CbmExchange.Domain.Contacts.Nomination;
using RecordCommand = CbmExchange.Contracts.Exchange.V1.RecordCommand;

namespace CbmExchange.Node.Publishing;

/// <summary>The life of an own contact: nominated, confirmed, away for a time, handed over (domain.md §4.6).</summary>
internal sealed class ContactDesk(RecordRuns runs, OwnRecordTable records, NodeIdentity self, Policies policies)
{
    /// <summary>Persons who follow in one handover.</summary>
    private const int FollowingCountMax = 16;

    /// <summary>Enters the State's act that names a contact.</summary>
    public Task<RecordCommandReply> NominateAsync(
        OfficerCall call, NominateContactRequest request, CancellationToken cancellationToken) =>
        runs.RunAsync(
            call, new RecordCommandTarget(request.CommandId, request.RecordId, request.ExpectedVersion),
            (state, expected, now) =>
            {
                var given = request.Nomination ?? new();
                var command = new NominateContact
                {
                    Actor = call.Seat.ToActor(state.Header),
                    Expected = expected,
                    Nomination = new Nomination(given.ReferenceNo, given.Date, given.NominatingAuthority, given.Medium),
                };
                return RecordDecider.Nominate(state, command, now);
            },
            cancellationToken);

    /// <summary>Confirms an own contact as it stands.</summary>
    public Task<RecordCommandReply> ConfirmAsync(
        OfficerCall call, ConfirmContactRequest request, CancellationToken cancellationToken) =>
        runs.RunAsync(
            call, new RecordCommandTarget(request.CommandId, request.RecordId, request.ExpectedVersion),
            (state, expected, now) => RecordDecider.ConfirmContact(
                state,
                new ConfirmContact
                {
                    Actor = call.Seat.ToActor(state.Header),
                    Expected = expected,
                    ChannelIds = [.. request.ChannelIds],
                },
                self,
                policies,
                now),
            cancellationToken);

    /// <summary>Says that a contact does not answer for a time, or that it answers again.</summary>
    public Task<RecordCommandReply> SetAvailabilityAsync(
        OfficerCall call, SetContactAvailabilityRequest request, CancellationToken cancellationToken) =>
        runs.RunAsync(
            call, new RecordCommandTarget(request.CommandId, request.RecordId, request.ExpectedVersion),
            (state, expected, now) =>
            {
                var replacement = Named(request.Replacement, "replacement");
                if (replacement.Refusal is { } refusal)
                {
                    return refusal;
                }

                var command = new SetAvailability
                {
                    Actor = call.Seat.ToActor(state.Header),
                    Expected = expected,
                    Unavailable = request.Unavailable is { } period ? Of(period) : null,
                    Replacement = replacement.Value,
                };
                return RecordDecider.SetAvailability(state, command, self, policies, now);
            },
            cancellationToken);

    /// <summary>Begins a change of hands.</summary>
    public Task<RecordCommandReply> HandOverAsync(
        OfficerCall call, HandOverContactRequest request, CancellationToken cancellationToken) =>
        runs.RunAsync(
            call, new RecordCommandTarget(request.CommandId, request.RecordId, request.ExpectedVersion),
            (state, expected, now) =>
            {
                var successor = Named(request.Successor, "successor");
                if ((successor.Refusal ?? FaultOf(request)) is { } refusal)
                {
                    return refusal;
                }

                var command = new BeginHandover
                {
                    Actor = call.Seat.ToActor(state.Header),
                    Expected = expected,
                    Overlap = Of(request.Overlap),
                    Successor = successor.Value,
                    Leaving = [.. request.Leaving],
                    Following = [.. request.Following.Select(JsonOf)],
                };
                return RecordDecider.BeginHandover(state, command, self, policies, now);
            },
            cancellationToken);

    /// <summary>Closes a change of hands.</summary>
    public Task<RecordCommandReply> CompleteHandoverAsync(
        OfficerCall call, RecordCommand request, CancellationToken cancellationToken) =>
        runs.RunAsync(
            call, RecordCommandTarget.Of(request),
            (state, expected, now) => RecordDecider.CompleteHandover(
                state,
                new CompleteHandover { Actor = call.Seat.ToActor(state.Header), Expected = expected },
                self,
                policies,
                now),
            cancellationToken);

    // Whoever drafts contacts may know every own contact.
    private Outcome<RecordId?> Named(string idOrReference, string field) =>
        idOrReference.Length == 0 ? (RecordId?)null
        : records.Find(idOrReference) is { } id && records.TypeOf(id) == RecordTypes.PointOfContact ? id
        : Refusal.Invalid([new FieldFault(field, "Must be a contact of your own State: its id or reference number.")]);

    private static Refusal? FaultOf(HandOverContactRequest request) =>
        request.Overlap is null
            ? Refusal.Invalid([new FieldFault("overlap", "Is required: from when until when both can be reached.")])
            : request.Following.Count > FollowingCountMax
                ? Refusal.Invalid([new FieldFault("following", $"At most {FollowingCountMax} persons.")])
                : null;

    private static PeriodView Of(Period period) =>
        new(period.From?.ToDateTimeOffset(), period.Until?.ToDateTimeOffset());

    private static JsonElement JsonOf(Person person) =>
        JsonDocument.Parse(JsonFormatter.Default.Format(person)).RootElement;
}
