using System.Collections.Immutable;
using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Domain;
using CbmExchange.Domain.Cases;
using CbmExchange.Domain.Records;
using CbmExchange.Node.Administration;
using CbmExchange.Node.Participants;
using CbmExchange.Store;
using CbmExchange.Store.Readings;
using CbmExchange.Store.Records;
using Google.Protobuf.WellKnownTypes;

namespace CbmExchange.Node.Publishing;

/// <summary>
/// What is known about the arrival of an own record at its recipients: facts that are never mixed. Receipts come from
/// the readings, fetches from the exchange itself; where neither knows, it says "waiting".
/// </summary>
internal sealed class ReceiptFacts(
    ReadModels models, OwnRecordTable records, IPeerConnections connections, RecordLoader loader,
    ParticipantTable participants, TimeProvider time)
{
    /// <summary>The word for the furthest fact that a receipt proves.</summary>
    public static string WordOf(RecipientRow row) => ReceiptWords.Of(row.Receipts);

    /// <summary>What the readings know of the arrival at one recipient.</summary>
    public static void Fill(RecipientState state, RecipientRow row, DateTimeOffset now)
    {
        state.Receipt = WordOf(row);
        state.DeliveredAt = row.DeliveredAt?.ToTimestamp();
        state.AcknowledgedAt = row.AcknowledgedAt?.ToTimestamp();
        state.DutyDesk = row.DutyDesk ?? "";
        state.AcknowledgementId = row.AcknowledgementId ?? "";
        state.Answers.Clear();
        state.Answers.AddRange(row.Answers.Select(answer => new ReceivedAnswer
        {
            Standing = answer.Standing,
            At = answer.At.ToTimestamp(),
            RecordId = answer.RecordId.Value,
            AnswerBy = answer.AnswerBy?.ToTimestamp(),
        }));
        FillTimer(state, row, now);
    }

    // Whoever is told for information is never looked for.
    private static void FillTimer(RecipientState state, RecipientRow row, DateTimeOffset now)
    {
        state.AddresseeRole = Addressing.RoleOf(row.Version, row.Participant) ?? "";
        var precedence = RecordStates.Text(row.Version, "precedence");
        var timer = ReceiptTimer.Of(precedence, row.ReleasedAt, hours: null, Policies.Default);
        if (state.AddresseeRole == Addressing.Action
            && RecordCatalogue.Find(row.RecordType) is { IsReceiptTimed: true }
            && !row.Receipts.IsAnsweredByPerson && timer.DueAt <= now)
        {
            state.NoReplyRecordedSince = timer.DueAt.ToTimestamp();
        }
    }

    /// <summary>The same, by the hours of the recipient's desk where they are known: one time only.</summary>
    public static void Time(RecipientState state, IEnumerable<CaseTimer> timers)
    {
        if (timers.FirstOrDefault(timer => timer.Recipient == state.Designator) is { } timer)
        {
            state.NoReplyRecordedSince = timer.IsOver ? timer.DueAt : null;
        }
    }

    /// <summary>
    /// True when the recipient's node fetched the newest that it was given of the record; what it gave back it has.
    /// </summary>
    public bool IsFetched(RecordId record, ParticipantId recipient) =>
        records.IsTakenBack(record, recipient)
        || (records.LastGivenAt(record, recipient) is { } given
            && connections.FetchedUpTo(recipient) is { } fetched
            && given.Value <= fetched.Value);

    /// <summary>Whom a release that waits will reach, and when it leaves; empty while none waits.</summary>
    public async Task<IEnumerable<RecipientState>> LeavingAsync(RecordId record, CancellationToken cancellationToken) =>
        (await loader.LoadAsync(record, cancellationToken).ConfigureAwait(false)).Departure is { } waiting
            ? ReleasePreviews.Leaving(waiting, participants)
            : [];

    /// <summary>
    /// How many of these recipients are known to have fetched the newest that they were given: receipts are kept,
    /// fetches are known since a moment only.
    /// </summary>
    public async Task<FetchCount> CountAsync(
        RecordId record, IReadOnlyCollection<ParticipantId> recipients, CancellationToken cancellationToken)
    {
        var rows = await RowsAsync(record, cancellationToken).ConfigureAwait(false);
        var count = recipients.Count(recipient => IsFetched(record, recipient)
            || rows.Any(row => row.Participant == recipient && WordOf(row) != ReceiptWords.Queued));
        return new FetchCount(recipients.Count, count, connections.FetchesKnownSince);
    }

    /// <summary>Completes each recipient of an own record. Says what it knows when the store does not answer.</summary>
    public async Task CompleteAsync(RecordView view, CancellationToken cancellationToken)
    {
        if (view.Recipients.Count == 0)
        {
            return;
        }

        var record = new RecordId(view.RecordId);
        var rows = await RowsAsync(record, cancellationToken).ConfigureAwait(false);
        foreach (var recipient in view.Recipients)
        {
            if (rows.FirstOrDefault(row => row.Participant.Value == recipient.ParticipantId) is { } row)
            {
                Fill(recipient, row, time.GetUtcNow());
            }

            Complete(record, recipient);
        }
    }

    /// <summary>Says "fetched" where no receipt says more, and what a restored backup left to be said.</summary>
    public void Complete(RecordId record, RecipientState recipient)
    {
        var participant = new ParticipantId(recipient.ParticipantId);
        recipient.TakenBack = records.IsTakenBack(record, participant);
        recipient.WithdrawalOwed = records.OwedWithdrawals.TryGetValue(record, out var owed)
            && owed.Contains(participant);
        if (recipient.Receipt == ReceiptWords.Queued && IsFetched(record, participant))
        {
            recipient.Receipt = ReceiptWords.Sent;
        }
    }

    private async Task<ImmutableArray<RecipientRow>> RowsAsync(RecordId record, CancellationToken cancellationToken)
    {
        try
        {
            return await models.Records.RecipientsAsync(record, cancellationToken).ConfigureAwait(false);
        }
        catch (StoreUnavailableException)
        {
            return [];
        }
    }
}
