using CbmExchange.Contracts.Sync.V1;
using CbmExchange.Domain;
using CbmExchange.Domain.Cases;
using CbmExchange.Domain.Peers;
using CbmExchange.Node.PeerStreams;
using CbmExchange.Store;
using CbmExchange.Store.Readings;

namespace CbmExchange.Node.Publishing;

/// <summary>
/// Does what an attestation says (domain.md §4.17): destroys this node's copy of a withdrawn record of a peer. First
/// the disclosures of its entries and its files, then the event from which tables forget the content; a stop anywhere
/// repeats all of it, which is harmless. Entries and leaves stay: the stream proves as before what was sent.
/// </summary>
internal sealed class CopyDestroyer(
    IEventStore store, AttestedDeletions attested, ReadModels models, OwnRecordTable own, NodeIdentity self,
    AttachmentStore attachments, TimeProvider time)
{
    private static readonly PeerPageLimit Page = new(CountMax: 1000, BytesMax: 1024 * 1024);

    /// <summary>Destroys what is due; answers how many copies.</summary>
    /// <exception cref="StoreUnavailableException">The store does not answer: ask again later.</exception>
    public async Task<int> DestroyAsync(CancellationToken cancellationToken)
    {
        var count = 0;
        foreach (var one in attested.Due)
        {
            count += await DestroyAsync(one, cancellationToken).ConfigureAwait(false) ? 1 : 0;
        }

        return count;
    }

    private async Task<bool> DestroyAsync(AttestedDeletion one, CancellationToken cancellationToken)
    {
        var held = (await models.Records.FindHeldAsync(one.Record.Value, cancellationToken).ConfigureAwait(false))
            .FirstOrDefault(row => row.Header.Originator == one.Originator);

        // What its originator still stands by is not destroyed by a word: the next version would bring it back.
        if (held is null || (held.WithdrawnAt is null && held.NarrowedAt is null))
        {
            return false;
        }

        var entries = await DestroyDisclosuresAsync(one, cancellationToken).ConfigureAwait(false);
        await DeleteFilesAsync(one, AttachmentNames.In(held.Content.Claims), cancellationToken).ConfigureAwait(false);
        return await OwnAppends.DoAsync(store, new AppendRequest
        {
            CommandId = PeerEventStreams.CommandId("destroy-copy", one.Attestation.Value, one.Record.Value),
            Streams =
            [
                new StreamAppend(
                    PeerEventStreams.Of(one.Originator), null,
                    [new HeldContentDestroyed(
                        one.Originator, one.Record, one.Attestation, entries, time.GetUtcNow())
                        {
                            ReferenceNumber = held.ReferenceNumber,
                            Case = await CaseOfAsync(one, cancellationToken).ConfigureAwait(false),
                        }]),
            ],
        }).ConfigureAwait(false);
    }

    // What says to which case it belongs goes with the content.
    private async Task<CaseId?> CaseOfAsync(AttestedDeletion one, CancellationToken cancellationToken)
    {
        var hits = await models.CaseMessages.FindAsync(one.Record.Value, cancellationToken).ConfigureAwait(false);
        return hits.FirstOrDefault(hit => hit.Record == new CaseRecord(one.Originator, one.Record))?.Case;
    }

    private async Task<int> DestroyDisclosuresAsync(AttestedDeletion one, CancellationToken cancellationToken)
    {
        var count = 0;
        foreach (var info in await store.PeerStreams.ListAsync(cancellationToken).ConfigureAwait(false))
        {
            if (info.Stream.Originator == one.Originator && info.Stream.Recipient == self.Participant)
            {
                var entries = await EntriesOfAsync(info.Stream, one.Record, cancellationToken).ConfigureAwait(false);
                count += entries.Count;
                if (entries.Count > 0)
                {
                    await store.PeerStreams.DestroyDisclosuresAsync(info.Stream, entries, [], cancellationToken)
                        .ConfigureAwait(false);
                }
            }
        }

        return count;
    }

    private async Task<List<PeerSequence>> EntriesOfAsync(
        Envelopes.PeerStreams.PeerStreamId stream, RecordId record, CancellationToken cancellationToken)
    {
        var found = new List<PeerSequence>();
        var next = new PeerSequence(0);
        while (await store.PeerStreams.ReadAsync(stream, next, Page, cancellationToken).ConfigureAwait(false)
            is { IsEmpty: false } page)
        {
            found.AddRange(page
                .Where(entry => PeerEntry.Parser.ParseFrom(entry.Entry.Span).RecordId == record.Value)
                .Select(entry => entry.Index));
            next = new(page[^1].Index.Value + 1);
        }

        return found;
    }

    // A file that another record names, held or own, stays.
    private async Task DeleteFilesAsync(
        AttestedDeletion one, IEnumerable<string> names, CancellationToken cancellationToken)
    {
        foreach (var sha256 in names)
        {
            if (own.TypesNaming(sha256).IsEmpty && !await models.Records
                .NamesAttachmentBesidesAsync(sha256, one.Record, one.Originator, cancellationToken)
                .ConfigureAwait(false))
            {
                attachments.From(one.Originator).Delete(new ContentHash(sha256));
            }
        }
    }
}
