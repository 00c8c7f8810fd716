using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Domain.Records;
using CbmExchange.Domain.Release;
using CbmExchange.Node.Doors;
using CbmExchange.Node.Participants;
using CbmExchange.Store.Readings;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace CbmExchange.Node.Messaging;

/// <summary>
/// Messages that are newer than this software (domain.md §4.21: 36). How urgent one is stands inside, so each counts as
/// if it were: the desk is told that it is there and whom to call.
/// </summary>
internal sealed class SealedMessages(ReadModels models, ParticipantTable participants, ReadRights rights)
{
    /// <summary>The newest first; none for an officer who does not read every type.</summary>
    public async Task<IEnumerable<SealedRecord>> ReadAsync(OfficerCall call, CancellationToken cancellationToken) =>
        RecordTypes.All.All(type => rights.May(call, type, isOwn: false))
            ? (await models.Streams.SealedAsync(cancellationToken).ConfigureAwait(false))
                .Where(row => row.EntryKind == EntryKinds.Message)
                .Select(ViewOf)
            : [];

    private SealedRecord ViewOf(SealedRow row)
    {
        var from = participants.DesignatorOf(row.Originator);
        return new SealedRecord
        {
            RecordId = row.RecordId,
            RecordType = row.RecordType,
            Originator = from,
            Tlp = row.Tlp,
            StoredAt = row.StoredAt.ToTimestamp(),
            Sentence = $"{from} sent a message that is newer than this software; it is kept sealed, and how urgent it "
                + $"is cannot be read here. Call {from} now (`cbmx lookup {from} --precedence flash`), then have this "
                + "software upgraded: it is shown after that.",
        };
    }

    /// <summary>Writes those that were not written yet.</summary>
    public async Task WriteNewAsync(
        OfficerCall call, ISet<string> written, IServerStreamWriter<InboxItem> to, CancellationToken cancellationToken)
    {
        foreach (var one in await ReadAsync(call, cancellationToken).ConfigureAwait(false))
        {
            if (written.Add($"{one.Originator} {one.RecordId} {one.StoredAt}"))
            {
                var item = new InboxItem
                {
                    Headline = $"SEALED from {one.Originator}: call now",
                    StoredAt = one.StoredAt,
                    Sealed = one,
                };
                await to.WriteAsync(item, cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
