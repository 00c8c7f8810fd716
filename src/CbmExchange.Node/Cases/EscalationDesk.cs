using System.Collections.Immutable;
using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Domain;
using CbmExchange.Domain.Cases;
using CbmExchange.Domain.Contacts;
using CbmExchange.Domain.Officers;
using CbmExchange.Domain.Participants;
using CbmExchange.Node.Contacts;
using CbmExchange.Node.Doors;
using CbmExchange.Node.Participants;
using CbmExchange.Store.Cases;

namespace CbmExchange.Node.Cases;

/// <summary>
/// The next step to reach somebody about an own message, from memory alone: directory, receipts looked for and what was
/// tried. It names steps and takes none.
/// </summary>
internal sealed class EscalationDesk(
    AwaitedReceipts awaited,
    RecipientDesks desks,
    CaseTable cases,
    ParticipantTable participants,
    ReferenceStates states,
    NodeIdentity self,
    TimeProvider time
)
{
    /// <summary>Receipts that an officer may ask about, for what a reference names.</summary>
    public ImmutableArray<AwaitedRow> Awaited(OfficerCall call, string reference) =>
        [.. awaited.Named(reference).Where(row => MayAsk(call, row))];

    /// <summary>Receipts that an officer may ask about, of a whole case.</summary>
    public ImmutableArray<AwaitedRow> Awaited(OfficerCall call, CaseId id) =>
        [.. awaited.Of(id).Where(row => MayAsk(call, row))];

    private static bool MayAsk(OfficerCall call, AwaitedRow row) =>
        Permissions.MayKeepCase(call.Seat.Roles, [row.Header.RecordType]);

    /// <summary>What was tried about it, oldest first.</summary>
    public ImmutableArray<EscalationAttempt> AttemptsOf(AwaitedRow row) =>
        KeptOf(row).AttemptsOf(row.Header.RecordId, row.Recipient);

    /// <summary>How many steps the node may take by itself.</summary>
    public int ArmedOf(AwaitedRow row) => KeptOf(row).Armed.GetValueOrDefault(row.Header.RecordId);

    /// <summary>Who armed them; null: nobody.</summary>
    public OfficerId? ArmedBy(AwaitedRow row) =>
        KeptOf(row).ArmedBy.TryGetValue(row.Header.RecordId, out var officer) ? officer : null;

    /// <summary>The step to take now.</summary>
    public EscalationChoice Next(AwaitedRow row) => EscalationLadder.Next(QuestionOf(row));

    /// <summary>What the ladder is asked about it.</summary>
    public EscalationQuestion QuestionOf(AwaitedRow row) => new()
    {
        Precedence = row.Precedence,
        Contact = row.Contact,
        At = time.GetUtcNow(),
        Entries = desks.EntriesOf(row.Recipient),
        Attempts = AttemptsOf(row),
        Fallbacks = participants.State.Participants.GetValueOrDefault(row.Recipient)?.IsoAlpha2 is { } code
            ? states.FallbacksFor(code)
            : [],
        Facilitators = Facilitators(row.Recipient),
    };

    /// <summary>
    /// The attempt that an officer states, completed by what is suggested now. Faults: the recipient, where it is not
    /// one that is waited for.
    /// </summary>
    public Outcome<EscalationAttempt> AttemptOf(ImmutableArray<AwaitedRow> rows, RecordEscalationRequest request)
    {
        var wanted = request.Recipient.Length == 0 ? null : participants.State.Resolve(request.Recipient);
        var fitting = rows.Where(row => request.Recipient.Length == 0 || row.Recipient == wanted?.Participant)
            .ToArray();
        if (fitting is not [var one])
        {
            return Refusal.Invalid([new FieldFault(
                "recipient", "Name one recipient from whom a receipt is looked for.")]);
        }

        var facilitator = request.Facilitator.Length == 0 ? null : participants.State.Resolve(request.Facilitator);
        if (request.Facilitator.Length > 0 && facilitator is null)
        {
            return Refusal.Invalid([new FieldFault(
                "facilitator", "No participant of this instance is called so.")]);
        }

        var next = Next(one);
        var isNext = request.Step.Length == 0 || request.Step == next.Step;
        var channel = Chosen(isNext ? next : null, request.Channel);
        return new EscalationAttempt(
            one.Header.RecordId,
            one.Recipient,
            request.Step.Length > 0 ? request.Step : next.Step,
            isNext ? next.Entry?.RecordId : null,
            channel?.Id,
            channel?.Type ?? (request.Channel.Length > 0 ? request.Channel : "other"),
            request.Outcome,
            facilitator?.Participant,
            request.OccurredAt?.ToDateTimeOffset() ?? time.GetUtcNow(),
            request.Note.Length > 0 ? request.Note : null);
    }

    // The channel suggested, or another of the same contact that the officer names by its id or type.
    private static ChannelView? Chosen(EscalationChoice? next, string asked) =>
        next?.Entry is not { } entry ? null
        : asked.Length == 0 ? next.Channel
        : entry.View.Channels.FirstOrDefault(channel => channel.Id == asked)
            ?? (next.Channel?.Type == asked ? next.Channel : null)
            ?? entry.View.Channels.FirstOrDefault(channel => channel.Type == asked);

    private CaseState KeptOf(AwaitedRow row)
    {
        var kept = cases.Of(row.Case);
        return kept.Version.Value > 0 ? kept : cases.Of(new CaseId(row.Header.RecordId.Value));
    }

    // Secretariats that take part, of bodies in which both are members.
    private ImmutableArray<string> Facilitators(ParticipantId recipient)
    {
        var (state, now) = (participants.State, time.GetUtcNow());
        return
        [
            .. state.Bodies.Values
                .Where(body => body.Secretariat is { } secretariat && secretariat != self.Participant
                    && Both(state.MembersAsOf(body.Body, now), recipient))
                .Select(body => participants.DesignatorOf(body.Secretariat!.Value))
                .Distinct(),
        ];
    }

    private bool Both(ImmutableArray<ParticipantId> members, ParticipantId recipient) =>
        members.Contains(recipient) && members.Contains(self.Participant);
}
