using System.Globalization;
using CbmExchange.Domain;
using CbmExchange.Domain.Peers;
using CbmExchange.Envelopes.PeerStreams;
using CbmExchange.Envelopes.Statements;
using CbmExchange.Store;

namespace CbmExchange.Node.PeerStreams;

/// <summary>
/// Receipts a stored message as delivered once its statement opens: one entry in our stream to its originator and one
/// event, in one transaction, once per message however often it is reviewed. A statement that does not open is
/// quarantined under its own name and never receipted (design D6), nor is what was put aside (decision 0032). Receipts
/// are not receipted (D5).
/// </summary>
internal sealed partial class ReceiptWriter(
    IEventStore store, SyncIdentity identity, IAsideEntries asides, TimeProvider time, ILogger<ReceiptWriter> log)
    : IEntryReview
{
    private readonly FollowerStore storing = new(store, time);

    /// <inheritdoc/>
    public async Task ReviewAsync(ReviewedEntry entry, CancellationToken cancellationToken)
    {
        if (entry.Body.StatementSha256.IsEmpty)
        {
            return;
        }

        var opened = EntryStatements.Open(entry.Sealed, entry.Peer.Keys, time.GetUtcNow());
        if (!opened.IsAccepted)
        {
            await QuarantineAsync(entry, opened.Fault, cancellationToken).ConfigureAwait(false);
        }
        else if (entry.MayAnswer && entry.Body.Kind == EntryKinds.Message
            && !await asides.IsAsideAsync(entry, opened.Value, cancellationToken).ConfigureAwait(false))
        {
            await ReceiptAsync(entry, opened.Value, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task ReceiptAsync(ReviewedEntry entry, VerifiedStatement message, CancellationToken cancellationToken)
    {
        var (originator, id, hash) = (entry.Stream.Originator, message.Header.RecordId, message.ContentHash);
        var now = time.GetUtcNow();
        var ours = await store.PeerStreams.NewestAsync(identity.Participant, originator, cancellationToken)
            .ConfigureAwait(false);
        var receipt = PeerEntryBuilder.Delivered(id, message.Header.RecordType, hash, now);
        await storing.DemandAsync(
            Receipted(originator, id, hash, now) with
            {
                Metadata = new AppendMetadata { CausationId = $"{entry.Stream.Origin}#{entry.Index}" },
                PeerEntries = [new PeerAppend(ours, [receipt])],
            },
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>That a message was receipted, without the entry that says so to its originator.</summary>
    public static AppendRequest Receipted(
        ParticipantId originator, RecordId message, ContentHash hash, DateTimeOffset now) => new()
    {
        CommandId = PeerEventStreams.CommandId("delivered", originator.Value, message.Value, hash.Hex),
        Streams = [new StreamAppend(
            PeerEventStreams.Of(originator), null,
            [new MessageDeliveredReceiptWritten(originator, message, hash, now)])],
    };

    private async Task QuarantineAsync(ReviewedEntry entry, StatementFault fault, CancellationToken cancellationToken)
    {
        var (stream, index) = (entry.Stream, entry.Index);
        var evidence = PeerEventStreams.CommandId("bad-statement", stream.Origin, $"{index}", fault.Name);
        var quarantined = new PeerStatementQuarantined(
            stream.Originator, stream.Generation, new(index), fault.Name,
            evidence.ToString("D", CultureInfo.InvariantCulture), time.GetUtcNow());
        var isNew = await storing.DemandAsync(
            new AppendRequest
            {
                CommandId = evidence,
                Streams = [new StreamAppend(PeerEventStreams.Of(stream.Originator), null, [quarantined])],
                Evidence = [new NewEvidence(
                    evidence, stream.Originator, fault.Name, fault.Sentence, entry.Sealed.Statement.Memory)],
            },
            cancellationToken).ConfigureAwait(false);
        if (isNew)
        {
            Quarantined(log, stream.Originator.Value, index, fault.Name, fault.Sentence);
        }
    }

    [LoggerMessage(PeerStreamEventIds.StatementQuarantined, LogLevel.Error,
        "Alarm {Name} in the stream of {Peer} at {Index}: {Sentence}")]
    private static partial void Quarantined(ILogger log, string peer, long index, string name, string sentence);
}
