using System.Collections.Immutable;
using System.Globalization;
using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Domain;
using CbmExchange.Domain.Contacts;
using CbmExchange.Domain.Participants;
using CbmExchange.Domain.Records;
using CbmExchange.Node.Doors;
using CbmExchange.Node.Errors;
using CbmExchange.Node.Participants;
using CbmExchange.Node.Records;
using ContactAnswer = CbmExchange.Domain.Contacts.ContactAnswer;

namespace CbmExchange.Node.Contacts;

/// <summary>
/// Whom do I call in one State: the nominated, else what is publicly known, apart. Every State has an answer: one that
/// nominated nobody, one that takes no part, one whose participation is suspended (domain.md §4.21: 7 to 10).
/// </summary>
internal sealed class LookupAnswers(
    ContactDirectory directory, AskedStates asked, ReferenceStates states, ParticipantTable participants,
    ContactAnswers answers, ReadRights rights, TimeProvider time)
{
    /// <summary>
    /// Contacts in one answer: more than a desk calls one after the other, and an answer of a few KiB however many a
    /// State nominated. The others are counted, and ListContacts gives them.
    /// </summary>
    public const int ContactsMax = 20;

    private const string DefaultTopic = "incident-state-level";

    /// <summary>The answer for an officer.</summary>
    public LookupResponse Answer(OfficerCall call, LookupRequest request)
    {
        Check(request);
        var question = new ContactQuestion
        {
            Topics = [request.Topic.Length == 0 ? DefaultTopic : request.Topic],
            Precedence = request.Precedence.Length == 0 ? Precedences.Routine : request.Precedence,
            Language = request.Lang.Length == 0 ? null : request.Lang,
            At = request.At?.ToDateTimeOffset() ?? time.GetUtcNow(),
            CountMax = ContactsMax,
        };
        return Answer(call, asked.Resolve(request.State, request.Lang), question, request.ExerciseId);
    }

    /// <summary>The answer about a State that is known already; without an exercise the contacts in earnest.</summary>
    public LookupResponse Answer(OfficerCall call, AskedState state, ContactQuestion question, string exerciseId)
    {
        ImmutableArray<HeldContact> held = state.Participant is { } participant
            ? [.. directory.Of(participant.Participant).Where(contact => contact.IsOf(exerciseId))]
            : [];

        // "None nominated" would be untrue: whom this State named is not the officer's to read.
        if (held.Select(contact => (contact.Row.Header.RecordType, contact.Row.IsOwn)).Distinct()
            .Any(kind => !rights.May(call, kind.RecordType, kind.IsOwn)))
        {
            throw RefusalStatus.ToException(Refusal.NotFound);
        }

        var answer = ContactLookup.Lookup(
            question, held.Select(directory.EntryOf), FallbacksFor(state, question.At), Policies.Default);
        return ResponseOf(state, answer, held, question.At);
    }

    /// <summary>What a list of contacts says of itself.</summary>
    public ViewFacts FactsOf(IReadOnlyCollection<Contracts.Exchange.V1.ContactAnswer> shown)
    {
        var facts = Views.Facts(directory.AsOf, shown.Count, shown.Select(contact => contact.Tlp));
        facts.FromMemory = !directory.IsLive;
        return facts;
    }

    private ImmutableArray<Domain.Reference.PublicFallback> FallbacksFor(AskedState state, DateTimeOffset at) =>
        OfficialFallbacks.Of(
            state.Participant, participants.State, state.Code is { } code ? states.FallbacksFor(code) : [], at);

    private LookupResponse ResponseOf(
        AskedState state, ContactAnswer answer, ImmutableArray<HeldContact> held, DateTimeOffset at)
    {
        var response = new LookupResponse
        {
            StateName = state.Name,
            DesignationNote = state.Participant?.DesignationNote ?? StandingText.NeutralDesignation,
            Answer = answer.Kind switch
            {
                ContactAnswer.NominatedKind => "nominated",
                ContactAnswer.NoneForThisKind => "none nominated for this topic and precedence",
                _ => StandingText.NoneNominated,
            },
            Participation = state.Participant?.Status ?? "none",
            ParticipationNote = NoteOf(state.Participant),
            StateCode = state.Participant?.Designator ?? state.Code ?? "",
        };
        response.Contacts.AddRange(answer.Nominated.Select(found => answers.Of(
            found, held.First(contact => contact.Row.Header.RecordId == found.Entry.RecordId), at)));
        MarkLater(response, state.Participant);
        response.Fallbacks.AddRange(answer.Fallbacks.Select(answers.Of));
        response.NextSteps.AddRange(answers.NextSteps(answer));
        response.Facts = FactsOf(response.Contacts);
        return response;
    }

    // domain.md §4.21: 10. The software does not decide who speaks for a State: the instance does, and dates it.
    private static string NoteOf(ParticipantAdmitted? participant) =>
        participant?.Status switch
        {
            null => "Not a participant of this instance: nothing can be sent to it from here.",
            ParticipantStatuses.Invited =>
                "Invited to this instance, not yet a participant: nothing new can be sent to it.",
            ParticipantStatuses.Suspended =>
                $"Participation suspended, as entered on {DayOf(participant.At)}: its entries stand as of that day, "
                    + "and nothing new can be sent to it.",
            ParticipantStatuses.Left =>
                $"Left this instance, as entered on {DayOf(participant.At)}: its entries stand as of that day.",
            _ => "",
        };

    private static void MarkLater(LookupResponse response, ParticipantAdmitted? participant)
    {
        if (participant is not { Status: ParticipantStatuses.Suspended or ParticipantStatuses.Left })
        {
            return;
        }

        foreach (var contact in response.Contacts.Where(contact =>
            contact.AuthoredAt is { } authored && authored.ToDateTimeOffset() > participant.At))
        {
            contact.Reasons.Insert(
                0, $"written after {DayOf(participant.At)}, when its participation was {participant.Status}");
        }
    }

    private static string DayOf(DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

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
}
