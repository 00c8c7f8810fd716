using System.Collections.Immutable;
using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Domain;
using CbmExchange.Domain.Cases;
using CbmExchange.Domain.Lifecycle;
using CbmExchange.Domain.Records;
using CbmExchange.Node.Participants;
using CbmExchange.Store;
using CbmExchange.Store.Readings;
using CbmExchange.Store.Records;
using Google.Protobuf.WellKnownTypes;

namespace CbmExchange.Node.Publishing;

/// <summary>
/// How a question, a talk or a request for help stands, from the records of both sides that this node holds. Without
/// PostgreSQL nothing is said of it.
/// </summary>
internal sealed class ConversationReads(
    ReadModels models, ParticipantTable participants, NodeIdentity self, TimeProvider time)
{
    private static readonly ImmutableHashSet<string> Beginning =
        ["clarification-request", "consultation", "assistance-request"];

    /// <summary>Of an own record that was released.</summary>
    public async Task<ImmutableArray<ConversationView>> OfOwnAsync(
        RecordState record, CancellationToken cancellationToken)
    {
        if (record.Header is not { } header || !Beginning.Contains(header.RecordType))
        {
            return [];
        }

        return await ReadAsync(
            async () => await OfOwnAsync(
                header,
                await models.Records.RecipientsAsync(header.RecordId, cancellationToken).ConfigureAwait(false),
                cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
    }

    /// <summary>Of an own record with these recipients.</summary>
    public async Task<ImmutableArray<ConversationView>> OfOwnAsync(
        RecordHeader header, ImmutableArray<RecipientRow> rows, CancellationToken cancellationToken)
    {
        if (rows.IsEmpty || !Beginning.Contains(header.RecordType))
        {
            return [];
        }

        var root = new ConversationRoot(
            header.Originator, header.RecordId, header.RecordType, rows.MaxBy(row => row.ReleasedAt)!.Version,
            rows.Min(row => row.ReleasedAt))
        {
            Others = rows.ToImmutableSortedDictionary(row => row.Participant, row => row.Receipts),
        };
        var about = await models.Records.AboutAsync(header.RecordId, cancellationToken).ConfigureAwait(false);
        return Fold(root, about);
    }

    /// <summary>Of a record that was released to this node: its own side of it.</summary>
    public async Task<ImmutableArray<ConversationView>> OfHeldAsync(
        HeldRecord record, CancellationToken cancellationToken)
    {
        if (!Beginning.Contains(record.Header.RecordType)
            || WireBodies.Read(record.View.Body) is not { Refusal: null } body)
        {
            return [];
        }

        return await ReadAsync(async () =>
        {
            var about = await models.Records.AboutAsync(record.Header.RecordId, cancellationToken)
                .ConfigureAwait(false);
            var root = new ConversationRoot(
                record.Header.Originator, record.Header.RecordId, record.Header.RecordType, body.Value.Content,
                record.View.ReceivedAt.ToDateTimeOffset())
            {
                Others = ImmutableSortedDictionary<ParticipantId, RecipientReceipts>.Empty
                    .Add(self.Participant, OwnSide(record, about)),
            };
            return Fold(root, about);
        }).ConfigureAwait(false);
    }

    private static RecipientReceipts OwnSide(HeldRecord record, ImmutableArray<RecordRow> about) =>
        new(
            DeliveredAt: record.View.ReceivedAt.ToDateTimeOffset(),
            AcknowledgedAt: about
                .Where(row => row.IsOwn && row.Header.RecordType == RecordTypes.Acknowledgement)
                .Select(row => (DateTimeOffset?)row.ReleasedAt)
                .Min());

    private static async Task<ImmutableArray<ConversationView>> ReadAsync(
        Func<Task<ImmutableArray<ConversationView>>> read)
    {
        try
        {
            return await read().ConfigureAwait(false);
        }
        catch (StoreUnavailableException)
        {
            return [];
        }
    }

    private ImmutableArray<ConversationView> Fold(ConversationRoot root, ImmutableArray<RecordRow> about)
    {
        ImmutableArray<ConversationTurn> turns =
        [
            .. about.Where(row => row.State != RecordStates.Withdrawn).Select(row => new ConversationTurn(
                row.Header.Originator, row.Header.RecordId, row.Header.RecordType, row.Content,
                row.IsOwn ? row.ReleasedAt : row.StoredAt)),
        ];
        return [.. ConversationFold.Of(root, turns, time.GetUtcNow(), Policies.Default).Select(ViewOf)];
    }

    private ConversationView ViewOf(Domain.Cases.Conversation conversation)
    {
        var view = new ConversationView { Kind = conversation.Kind, State = conversation.State };
        view.Sides.AddRange(conversation.Sides.Select(side => new ConversationSideView
        {
            ParticipantId = side.Participant.Value,
            Designator = participants.DesignatorOf(side.Participant),
            State = side.State,
            Since = side.Since?.ToTimestamp(),
            RecordId = side.By?.Value ?? "",
        }));
        return view;
    }
}
