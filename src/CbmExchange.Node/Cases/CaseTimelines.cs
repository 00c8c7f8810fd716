using System.Collections.Immutable;
using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Domain;
using CbmExchange.Domain.Cases;
using CbmExchange.Node.Contacts;
using CbmExchange.Node.Doors;
using CbmExchange.Node.Participants;
using CbmExchange.Node.Publishing;
using CbmExchange.Node.Records;
using CbmExchange.Store;
using CbmExchange.Store.Cases;
using CbmExchange.Store.Readings;
using Google.Protobuf.WellKnownTypes;

namespace CbmExchange.Node.Cases;

/// <summary>
/// The union of what each side wrote in a case and of what this node's officers kept, in one order that no clock makes.
/// </summary>
internal sealed class CaseTimelines(
    IEventStore store,
    ReadModels models,
    RecordViews views,
    ReceiptFacts receipts,
    DeskRights desks,
    NationalEntries national,
    ParticipantTable participants
)
{
    /// <summary>Own facts shown of one case at most, the newest.</summary>
    private const int FactsCountMax = 1_000;

    /// <summary>Every entry that the officer may see.</summary>
    public async Task<ImmutableArray<CaseEntry>> OfAsync(
        OfficerCall call, FoundCase found, CancellationToken cancellationToken)
    {
        var arrived = new List<(LogPosition Position, long Ordinal, CasePlace<CaseEntry> Place)>();
        var numbers = Numbers(found);
        foreach (var row in found.Messages)
        {
            var entry = await EntryOfAsync(call, row, numbers, cancellationToken).ConfigureAwait(false);
            arrived.Add((row.Place.Position, row.Place.Ordinal, new CasePlace<CaseEntry>(
                entry, row.Header.Originator.Value, row.Header.RecordId.Value, row.Answers?.Value)));
        }

        var facts = CaseFinder.MayKeep(call, found)
            ? await FactsAsync(found, cancellationToken).ConfigureAwait(false)
            : [];
        arrived.AddRange(facts.Select(stored =>
            (stored.Position, 0L, new CasePlace<CaseEntry>(national.Of((ICaseEvent)stored.Body, numbers), ""))));
        return
        [
            .. CaseOrder.Of(
                [.. arrived.OrderBy(one => one.Position).ThenBy(one => one.Ordinal).Select(one => one.Place)]),
        ];
    }

    private async Task<ImmutableArray<StoredEvent>> FactsAsync(FoundCase found, CancellationToken cancellationToken)
    {
        var facts = new Queue<StoredEvent>();
        await foreach (var stored in store
            .ReadStreamAsync(found.Kept.Stream, default, cancellationToken).ConfigureAwait(false))
        {
            facts.Enqueue(stored);
            if (facts.Count > FactsCountMax)
            {
                facts.Dequeue();
            }
        }

        return [.. facts.Where(stored => stored.Body is ICaseEvent)];
    }

    private static Dictionary<string, string> Numbers(FoundCase found) =>
        found.Messages.Where(row => row.ReferenceNumber is not null)
            .GroupBy(row => row.Header.RecordId.Value, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.First().ReferenceNumber!, StringComparer.Ordinal);

    private async Task<CaseEntry> EntryOfAsync(
        OfficerCall call, CaseMessageRow row, Dictionary<string, string> numbers, CancellationToken cancellationToken)
    {
        var content = row.Content is null ? null : new MessageView(row.Content);
        var message = MessageOf(call, row, content, numbers);
        if (row is { IsOwn: true, IsNewest: true })
        {
            await AddRecipientsAsync(message, row, cancellationToken).ConfigureAwait(false);
        }

        var who = participants.DesignatorOf(row.Header.Originator);
        var entry = new CaseEntry
        {
            Kind = "message",
            Who = who,
            AuthoredAt = content?.AuthoredAt?.ToTimestamp(),
            ReceivedAt = row.IsOwn ? null : row.StoredAt.ToTimestamp(),
            StoredAt = row.StoredAt.ToTimestamp(),
            OccurredAt = content?.OccurredAt?.ToTimestamp(),
            Sentence = Sentence(who, row, message, content),
            Message = message,
        };
        if (!row.IsOwn)
        {
            entry.Late = CaseClock.Late(content?.AuthoredAt, row.ReleasedAt, row.StoredAt, Policies.Default);
            entry.ClockNote = CaseClock.Note(content?.AuthoredAt, row.ReleasedAt, row.StoredAt, Policies.Default);
        }

        return entry;
    }

    private CaseMessage MessageOf(
        OfficerCall call, CaseMessageRow row, MessageView? content, Dictionary<string, string> numbers)
    {
        var message = new CaseMessage
        {
            RecordId = row.Header.RecordId.Value,
            RecordType = row.Header.RecordType,
            ReferenceNumber = row.ReferenceNumber ?? "",
            ContentHash = row.ContentHash.Hex,
            Precedence = content?.Precedence ?? "",
            AnswersRecordId = row.Answers?.Value ?? "",
            AnswersReferenceNumber = numbers.GetValueOrDefault(row.Answers?.Value ?? "", ""),
            Tlp = row.Marking?.Tlp ?? "",
            State = row.State == "withdrawn" || row.IsNewest ? row.State : "superseded",
            SignatureState = row.Signature,
            IsOwn = row.IsOwn,
            Notice = RecordNotice.Of(row),
        };
        if (content is not null && desks.IsForOther(call, row.Header, row.Content!, [message.Tlp]))
        {
            message.IsForOtherDesk = true;
        }
        else if (content is not null)
        {
            message.Subject = MessageView.Best(content.Subject);
            message.Stage = content.Stage ?? "";
            message.Summary = MessageView.Best(content.Words);
        }

        return message;
    }

    private async Task AddRecipientsAsync(
        CaseMessage message, CaseMessageRow row, CancellationToken cancellationToken)
    {
        var rows = await models.Records.RecipientsAsync(row.Header.RecordId, cancellationToken).ConfigureAwait(false);
        foreach (var recipient in rows.Select(views.Of))
        {
            receipts.Complete(row.Header.RecordId, recipient);
            message.Recipients.Add(recipient);
        }
    }

    private string Sentence(string who, CaseMessageRow row, CaseMessage message, MessageView? content)
    {
        if (message.IsForOtherDesk)
        {
            return $"{who}: {desks.Instead(row.Content!, row.ReferenceNumber)}";
        }

        var what = message.RecordType.Replace('-', ' ');
        var answers = message.AnswersReferenceNumber.Length > 0 ? $" to {message.AnswersReferenceNumber}" : "";
        var stage = message.Stage.Length > 0 ? $" ({message.Stage})" : "";
        var desk = content?.DutyDesk is { } name ? $" by {name}" : "";
        var subject = message.Subject.Length > 0 ? $": {message.Subject}" : "";
        var state = message.State is "published" ? "" : $" [{message.State}]";
        return $"{who} {what}{stage}{answers}{desk}{subject}{state}";
    }
}
