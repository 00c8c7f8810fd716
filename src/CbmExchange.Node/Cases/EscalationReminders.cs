using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using CbmExchange.Domain;
using CbmExchange.Domain.Cases;
using CbmExchange.Domain.Officers;
using CbmExchange.Domain.Records;
using CbmExchange.Node.Contacts;
using CbmExchange.Node.Hosting;
using CbmExchange.Node.Keys;
using CbmExchange.Node.Messaging;
using CbmExchange.Node.Observation;
using CbmExchange.Node.Officers;
using CbmExchange.Node.PeerStreams;
using CbmExchange.Node.Publishing;
using CbmExchange.Store;
using CbmExchange.Store.Cases;

namespace CbmExchange.Node.Cases;

/// <summary>
/// Takes the steps of the ladder that an officer armed, over the node inbox alone: a signed reminder and the fact that
/// the step was taken, in one append, so that a step is never taken twice, whatever stopped between (decision 0038).
/// </summary>
internal sealed partial class EscalationReminders(
    EscalationDesk desk,
    RecipientDesks desks,
    OfficerTable officers,
    RecordLoader loader,
    ReplyRelease release,
    PeerTable peers,
    HeadGate gate,
    IEventStore store,
    NodeIdentity self,
    KeyRing keys,
    TimeProvider time,
    ILogger<EscalationReminders> log
)
{
    private readonly HashSet<RecordId> refused = [];

    /// <summary>Completes when a step that could not be taken may be: the heads of a peer were compared. Take it before
    /// <see cref="TakeAsync"/>.</summary>
    public Task Compared => gate.Changed;

    /// <summary>Takes the step that is due for one recipient of one message, if one is.</summary>
    /// <exception cref="StoreUnavailableException">Whether it was taken is not known; asked again later.</exception>
    public async Task TakeAsync(AwaitedRow row, string userName, CancellationToken cancellationToken)
    {
        if (DueOf(row) is not { } choice || ActorOf(row) is not { } actor)
        {
            return;
        }

        var id = IdOf(row, choice.Step);
        if (refused.Contains(id) || !gate.TakesCommands(row.Recipient)
            || await MessageAsync(row, cancellationToken).ConfigureAwait(false) is not { } message)
        {
            return;
        }

        var sent = await DraftedAsync(message, choice, actor, id, cancellationToken).ConfigureAwait(false);
        if (sent.Refusal is { } refusal)
        {
            refused.Add(id);
            Refused(log, row.Header.RecordId.Value, row.Recipient.Value, refusal.Reason);
            return;
        }

        if (await OwnAppends.DoAsync(store, RequestOf(row, choice, actor, id, sent.Value, userName))
            .ConfigureAwait(false))
        {
            Sent(log, row.Header.RecordId.Value, row.Recipient.Value, choice.Step);
        }
    }

    // A node that has not even stored the message is not reminded of it, and who has no node has no inbox.
    private EscalationChoice? DueOf(AwaitedRow row) =>
        desk.ArmedOf(row) is > 0 and var armed && row.DeliveredAt is not null && peers.Find(row.Recipient) is not null
            ? ReminderDecider.Due(desk.QuestionOf(row), armed, desks.TimerOf(row).DueAt, Policies.Default)
            : null;

    // Who armed it must still be there and keep cases: nothing goes in the name of somebody who left.
    private Actor? ActorOf(AwaitedRow row) =>
        desk.ArmedBy(row) is { } officer && officers.Find(officer) is { } seat
        && Permissions.MayKeepCase(seat.Roles, [row.Header.RecordType])
            ? seat.ToActor(row.Header)
            : null;

    // As the recipient holds it; null where it holds it no more, or another version.
    private async Task<UnconfirmedMessage?> MessageAsync(AwaitedRow row, CancellationToken cancellationToken)
    {
        var state = await loader.LoadAsync(row.Header.RecordId, cancellationToken).ConfigureAwait(false);
        return state.Withdrawal is null
            && state.ReferenceNumber is { } number
            && state.Given.TryGetValue(row.Recipient, out var given)
            && !given.IsNarrowed
            && given.ContentHash == row.Version
                ? new UnconfirmedMessage(
                    row.Header, row.Version, number, row.Precedence, row.Recipient, given.Marking.Tlp)
                : null;
    }

    private async Task<Outcome<SentReply>> DraftedAsync(
        UnconfirmedMessage message, EscalationChoice choice, Actor actor, RecordId id,
        CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var drafted = ReminderDecider.Draft(
            message, choice, actor, id, self, Policies.Default, now,
            RandomNumberGenerator.GetBytes(ReferenceNumber.RandomBytesCount));
        return drafted.Refusal is { } refusal
            ? refusal
            : await release.OfAsync(
                actor, ReminderDecider.GrantFor(message), drafted.Value, now, cancellationToken).ConfigureAwait(false);
    }

    private AppendRequest RequestOf(
        AwaitedRow row, EscalationChoice choice, Actor actor, RecordId id, SentReply sent, string userName)
    {
        var now = time.GetUtcNow();
        var attempt = new EscalationAttempt(
            row.Header.RecordId, row.Recipient, choice.Step, choice.Entry?.RecordId, null, CaseCodes.NodeInbox,
            CaseCodes.Reminded, null, now, null)
        {
            Reminder = id,
        };
        return new AppendRequest
        {
            CommandId = PeerEventStreams.CommandId("escalation-reminder", id.Value, ""),
            Metadata = new AppendMetadata { UserName = userName },
            Streams =
            [
                .. RecordReplies.StreamsOf(Domain.Lifecycle.RecordState.Empty, id, sent.Events),
                new StreamAppend(row.Case.Stream, null,
                    ImmutableArray.Create<IEvent>(new EscalationTaken(row.Case, attempt, actor.Id, now))),
            ],
            PeerEntries = sent.Entries,
        };
    }

    // One reminder a step, recipient and message, whoever asks and however often; the id says nothing to others.
    private RecordId IdOf(AwaitedRow row, string step) =>
        new(
            new Guid(
                HMACSHA256
                    .HashData(
                        keys.SaltSecret,
                        Encoding.UTF8.GetBytes(
                            $"cbm.exchange/reminder\n{row.Header.RecordId}\n{row.Recipient}\n{step}"))
                    .AsSpan(0, 16)
            ).ToString()
        );

    [LoggerMessage(NodeEventIds.ReminderSent, LogLevel.Information,
        "Reminded {Participant} of record {RecordId}: armed step {Step} was taken.")]
    private static partial void Sent(ILogger log, string recordId, string participant, string step);

    [LoggerMessage(NodeEventIds.ReminderRefused, LogLevel.Warning,
        "Record {RecordId}, {Participant}: an armed step cannot be taken, {Reason}.")]
    private static partial void Refused(ILogger log, string recordId, string participant, string reason);
}
