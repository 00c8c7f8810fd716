using System.Collections.Immutable;
using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Domain;
using CbmExchange.Domain.Contacts;
using CbmExchange.Domain.Participants;
using CbmExchange.Domain.Records;
using CbmExchange.Node.Doors;
using CbmExchange.Node.Errors;
using CbmExchange.Node.Participants;
using CbmExchange.Node.Records;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using ContactAnswer = CbmExchange.Domain.Contacts.ContactAnswer;

namespace CbmExchange.Node.Contacts;

/// <summary>Whom do I call? Answered from memory.</summary>
internal sealed class DirectoryServiceImpl(
    ContactDirectory directory,
    ReferenceStates states,
    ParticipantTable participants,
    PeerStanding standing,
    ContactAnswers answers,
    VerifyCommand verify,
    DueReviews reviews,
    ReadRights rights,
    TimeProvider time
) : DirectoryService.DirectoryServiceBase
{
    private const int SuggestionCount = 3;
    private const string DefaultTopic = "incident-state-level";

    /// <summary>
    /// Contacts in one answer: more than a desk calls one after the other, and an answer of a few KiB however many a
    /// State nominated. The others are counted, and ListContacts gives them.
    /// </summary>
    public const int ContactsMax = 20;

    /// <inheritdoc/>
    public override Task<LookupResponse> Lookup(LookupRequest request, ServerCallContext context)
    {
        Check(request);
        var asked = Resolve(request.State);
        var question = new ContactQuestion
        {
            Topics = [request.Topic.Length == 0 ? DefaultTopic : request.Topic],
            Precedence = request.Precedence.Length == 0 ? Precedences.Routine : request.Precedence,
            Language = request.Lang.Length == 0 ? null : request.Lang,
            At = request.At?.ToDateTimeOffset() ?? time.GetUtcNow(),
            CountMax = ContactsMax,
        };
        ImmutableArray<HeldContact> held = asked.Participant is { } participant
            ? [.. directory.Of(participant.Participant).Where(contact => contact.IsOf(request.ExerciseId))]
            : [];

        // "None nominated" would be untrue: whom this State named is not the officer's to read.
        var call = OfficerCall.Of(context);
        if (held.Select(contact => (contact.Row.Header.RecordType, contact.Row.IsOwn)).Distinct()
            .Any(kind => !rights.May(call, kind.RecordType, kind.IsOwn)))
        {
            throw RefusalStatus.ToException(Refusal.NotFound);
        }

        var answer = ContactLookup.Lookup(
            question,
            held.Select(directory.EntryOf),
            asked.Code is { } code ? states.FallbacksFor(code) : [],
            Policies.Default
        );
        return Task.FromResult(ResponseOf(asked, answer, held, question.At));
    }

    /// <inheritdoc/>
    public override Task<ListContactsResponse> ListContacts(ListContactsRequest request, ServerCallContext context)
    {
        var contacts =
            request.State.Length == 0 ? directory.All
            : Resolve(request.State).Participant is { } participant ? directory.Of(participant.Participant)
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

        response.Facts = FactsOf(response.Contacts);
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
                Name = NameOf(known),
                DesignationNote = known.DesignationNote ?? "",
                Status = known.Status,
                Node = standing.Of(known.Participant),
            })
        );
        response.Bodies.AddRange(state.Bodies.Values.Select(body => ViewOf(body, state, asOf)));
        response.Facts = Views.Facts(asOf, response.Participants.Count, []);
        return Task.FromResult(response);
    }

    private static void Check(LookupRequest request)
    {
        List<FieldFault> faults = [];
        if (request.State.Trim().Length == 0)
        {
            faults.Add(
                new FieldFault("state", "Name a State: its name in a UN language, its code, or its designator.")
            );
        }

        if (request.Precedence.Length > 0 && !Policies.Default.HumanReceiptWithin.ContainsKey(request.Precedence))
        {
            faults.Add(new FieldFault("precedence", "Give routine, priority, immediate or flash."));
        }

        if (faults.Count > 0)
        {
            throw RefusalStatus.ToException(Refusal.Invalid(faults));
        }
    }

    private AskedState Resolve(string text)
    {
        var participant = participants.State.Resolve(text);
        var known = states.Resolve(participant?.IsoAlpha2 ?? text);
        participant ??= known is null ? null : participants.State.Resolve(known.Code);
        return participant is null && known is null
            ? throw Unknown(text)
            : new AskedState(
                participant,
                known?.Code ?? participant?.IsoAlpha2,
                participant is null ? known!.Name : NameOf(participant)
            );
    }

    private RpcException Unknown(string text)
    {
        var close = states.Suggest(text, SuggestionCount);
        var hint = close.IsEmpty ? "" : $" Did you mean {string.Join(", ", close)}?";
        return RefusalStatus.ToException(
            StatusCode.NotFound,
            "STATE_UNKNOWN",
            $"No one State of that name or code is known to this node.{hint} Its two-letter code always works."
        );
    }

    private LookupResponse ResponseOf(
        AskedState asked,
        ContactAnswer answer,
        ImmutableArray<HeldContact> held,
        DateTimeOffset at
    )
    {
        var response = new LookupResponse
        {
            StateName = asked.Name,
            DesignationNote = asked.Participant?.DesignationNote ?? StandingText.NeutralDesignation,
            Answer = answer.Kind switch
            {
                ContactAnswer.NominatedKind => "nominated",
                ContactAnswer.NoneForThisKind => "none nominated for this topic and precedence",
                _ => StandingText.NoneNominated,
            },
        };
        response.Contacts.AddRange(
            answer.Nominated.Select(found =>
                answers.Of(found, held.First(contact => contact.Row.Header.RecordId == found.Entry.RecordId), at)
            )
        );
        response.Fallbacks.AddRange(answer.Fallbacks.Select(answers.Of));
        response.NextSteps.AddRange(answers.NextSteps(answer));
        response.Facts = FactsOf(response.Contacts);
        return response;
    }

    private ViewFacts FactsOf(IReadOnlyCollection<Contracts.Exchange.V1.ContactAnswer> shown)
    {
        var facts = Views.Facts(directory.AsOf, shown.Count, shown.Select(contact => contact.Tlp));
        facts.FromMemory = !directory.IsLive;
        return facts;
    }

    private static BodyView ViewOf(BodyDefined body, ParticipantsState state, DateTimeOffset asOf)
    {
        var view = new BodyView
        {
            BodyId = body.Body.Value,
            Acronym = body.Acronym,
            Name = body.Names.Length == 0 ? body.Acronym : body.Names[0].Text,
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

    private static string NameOf(ParticipantAdmitted known) =>
        (known.Names.FirstOrDefault(name => name.Lang == "en") ?? known.Names.FirstOrDefault())?.Text
        ?? known.Designator;

    private sealed record AskedState(ParticipantAdmitted? Participant, string? Code, string Name);
}
