using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Domain;
using CbmExchange.Domain.Cases;
using CbmExchange.Node.Participants;
using CbmExchange.Store.Cases;
using Google.Protobuf.WellKnownTypes;

namespace CbmExchange.Node.Cases;

/// <summary>Timers as officers read them: this node's own reminder, which judges nobody.</summary>
internal sealed class CaseTimers(
    AwaitedReceipts awaited, RecipientDesks desks, ParticipantTable participants, TimeProvider time)
{
    /// <summary>The timers of a case, soonest first.</summary>
    public IEnumerable<CaseTimer> Of(CaseId id) =>
        awaited.Of(id).Select(Of).OrderBy(timer => timer.DueAt.ToDateTimeOffset());

    /// <summary>The timers of one own message, soonest first.</summary>
    /// <param name="record">An own message.</param>
    /// <param name="answered">Those of whom a person is known to have answered: nothing is awaited of them.</param>
    public IEnumerable<CaseTimer> OfRecord(RecordId record, IReadOnlySet<ParticipantId> answered) =>
        awaited.All.Where(row => row.Header.RecordId == record && !answered.Contains(row.Recipient)).Select(Of)
            .OrderBy(timer => timer.DueAt.ToDateTimeOffset());

    /// <summary>One timer.</summary>
    public CaseTimer Of(AwaitedRow row)
    {
        var now = time.GetUtcNow();
        var timer = desks.TimerOf(row);
        return new CaseTimer
        {
            CaseId = row.Case.Value,
            RecordId = row.Header.RecordId.Value,
            ReferenceNumber = row.ReferenceNumber ?? "",
            Precedence = row.Precedence,
            Recipient = participants.DesignatorOf(row.Recipient),
            ReleasedAt = row.ReleasedAt.ToTimestamp(),
            DueAt = timer.DueAt.ToTimestamp(),
            IsOver = timer.DueAt <= now,
            Sentence = timer.Sentence(now),
            Basis = timer.Basis,
        };
    }
}
