using System.Collections.Immutable;
using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Domain;
using CbmExchange.Domain.Contacts;
using CbmExchange.Domain.Participants;
using CbmExchange.Domain.Records;
using CbmExchange.Node.Contacts.Export;
using CbmExchange.Node.Doors;
using CbmExchange.Node.Errors;
using CbmExchange.Node.Participants;
using CbmExchange.Node.Records;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace CbmExchange.Node.Contacts;

/// <summary>Whom do I call? Answered from memory.</summary>
internal sealed class DirectoryServiceImpl(
    ContactDirectory directory,
    LookupAnswers lookups,
    AskedStates asked,
    DirectoryExports exports,
    DirectoryComparing comparing,
    ParticipantTable participants,
    PeerStanding standing,
    ContactAnswers answers,
    VerifyCommand verify,
    DueReviews reviews,
    ReadRights rights,
    TimeProvider time
) : DirectoryService.DirectoryServiceBase
{
    /// <inheritdoc/>
    public override Task<LookupResponse> Lookup(LookupRequest request, ServerCallContext context) =>
        Task.FromResult(lookups.Answer(OfficerCall.Of(context), request));

    /// <inheritdoc/>
    public override Task<ListContactsResponse> ListContacts(ListContactsRequest request, ServerCallContext context)
    {
        var contacts =
            request.State.Length == 0 ? directory.All
            : asked.Resolve(request.State).Participant is { } participant ? directory.Of(participant.Participant)
            : [];
        var size = Views.PageSize(request.PageSize);
        var offset = Views.Offset(request.PageToken);
        var call = OfficerCall.Of(context);
        var page = contacts.Where(held => held.IsOf(request.ExerciseId))
            .Where(held => rights.May(call, held.Row.Header.RecordType, held.Row.IsOwn))
            .Where(held => request.Kind.Length == 0 || held.Entry.View.Kinds.Contains(request.Kind))
            .OrderBy(held => held.Row.Header.Originator)
            .ThenBy(held => held.Row.Header.RecordId.Value, StringComparer.Ordinal)
            .Skip(offset)
            .Take(size)
            .ToImmutableArray();
        var response = new ListContactsResponse();
        var question = new ContactQuestion { At = time.GetUtcNow() };
        foreach (var held in page)
        {
            var alone = ContactLookup.Lookup(question, [directory.EntryOf(held)], [], Policies.Default);
            response.Contacts.AddRange(alone.Nominated.Select(found => answers.Of(found, held, question.At)));
        }

        response.Facts = lookups.FactsOf(response.Contacts);
        response.NextPageToken = Views.NextOffset(offset, size, page.Length);
        return Task.FromResult(response);
    }

    /// <inheritdoc/>
    public override Task<RecordVerificationResponse> RecordVerification(
        RecordVerificationRequest request, ServerCallContext context) => verify.RunAsync(request, context);

    /// <inheritdoc/>
    public override Task<ListDueReviewsResponse> ListDueReviews(
        ListDueReviewsRequest request, ServerCallContext context)
    {
        if (!rights.May(OfficerCall.Of(context), RecordTypes.PointOfContact, isOwn: true))
        {
            throw RefusalStatus.ToException(Refusal.NotFound);
        }

        var response = reviews.Answer();
        response.Facts = Views.Facts(directory.AsOf, response.Reviews.Count, []);
        response.Facts.FromMemory = !directory.IsLive;
        return Task.FromResult(response);
    }

    /// <inheritdoc/>
    public override Task<GetContactHealthResponse> GetContactHealth(
        GetContactHealthRequest request, ServerCallContext context)
    {
        var found = directory.Find(request.Record).OrThrow();
        if (!rights.May(OfficerCall.Of(context), found.Row.Header.RecordType, found.Row.IsOwn))
        {
            throw RefusalStatus.ToException(Refusal.NotFound);
        }

        var response = HealthViews.Of(directory.EntryOf(found), time.GetUtcNow());
        response.Facts = Views.Facts(directory.AsOf, 1, [found.Row.Marking?.Tlp ?? ""]);
        response.Facts.FromMemory = !directory.IsLive;
        return Task.FromResult(response);
    }

    /// <inheritdoc/>
    public override Task ExportDirectory(
        ExportDirectoryRequest request, IServerStreamWriter<ExportDirectoryResponse> responseStream,
        ServerCallContext context) =>
        exports.WriteAsync(OfficerCall.Of(context), request, responseStream, context.CancellationToken);

    /// <inheritdoc/>
    public override Task<CompareDirectoryResponse> CompareDirectory(
        CompareDirectoryRequest request, ServerCallContext context) =>
        Task.FromResult(comparing.Compare(OfficerCall.Of(context), request));

    /// <inheritdoc/>
    public override Task<ListParticipantsResponse> ListParticipants(
        ListParticipantsRequest request,
        ServerCallContext context
    )
    {
        var asOf = request.AsOf?.ToDateTimeOffset() ?? time.GetUtcNow();
        var state = participants.State;
        var response = new ListParticipantsResponse();
        response.Participants.AddRange(
            state.Participants.Values.Select(known => new ParticipantView
            {
                ParticipantId = known.Participant.Value,
                Designator = known.Designator,
                Kind = known.Kind,
                Name = AskedState.NameOf(known, request.Lang),
                DesignationNote = known.DesignationNote ?? "",
                Status = known.Status,
                Node = standing.Of(known.Participant),
            })
        );
        response.Bodies.AddRange(state.Bodies.Values.Select(body => ViewOf(body, state, asOf, request.Lang)));
        response.Facts = Views.Facts(asOf, response.Participants.Count, []);
        return Task.FromResult(response);
    }

    private static BodyView ViewOf(BodyDefined body, ParticipantsState state, DateTimeOffset asOf, string lang)
    {
        var view = new BodyView
        {
            BodyId = body.Body.Value,
            Acronym = body.Acronym,
            Name = AskedState.NameIn(body.Names, lang) ?? body.Acronym,
            MemberTerm = body.MemberTerm,
            Secretariat =
                body.Secretariat is { } secretariat && state.Participants.TryGetValue(secretariat, out var known)
                    ? known.Designator
                    : "",
        };
        view.Members.AddRange(
            state.MembersAsOf(body.Body, asOf).Select(member => state.Participants[member].Designator)
        );
        return view;
    }
}
