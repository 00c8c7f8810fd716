using System.Collections.Immutable;
using System.Text.Json;
using CbmExchange.Contracts.Sync.V1;
using CbmExchange.Domain;
using CbmExchange.Domain.Lifecycle;
using CbmExchange.Domain.Records;
using CbmExchange.Envelopes.Keys;
using CbmExchange.Envelopes.PeerStreams;
using CbmExchange.Envelopes.Statements;
using CbmExchange.Node.Publishing;
using CbmExchange.Store;

namespace CbmExchange.Node.PeerStreams;

/// <summary>
/// What own entries that came back say of our records (decision 0022): events for the streams of these records, so that
/// whoever was given something after the backup counts as given. Recipient is always the one in whose stream the entry
/// is proven to stand, never anything that the peer says. Receipts of delivery, keys and checkpoints-of-peer are about
/// no record of ours.
/// </summary>
internal static class TakenBackEntries
{
    // Our own entries hold whatever our clock said then.
    private static readonly DateTimeOffset AnyDate = DateTimeOffset.MaxValue;

    private static readonly RecordContent Nothing = RecordContent.Parse("{}");

    /// <summary>The events, by stream, in the order of the entries.</summary>
    /// <param name="batch">Own entries, proven by our own checkpoint.</param>
    /// <param name="keys">Our own keys: with them the statements open.</param>
    /// <param name="now">The time.</param>
    public static IEnumerable<StreamAppend> Of(VerifiedBatch batch, PeerKeys keys, DateTimeOffset now) =>
        from entry in batch.Entries
        let happened = EventOf(batch.Stream, entry, keys, now)
        where happened is not null
        group happened by entry.Body.RecordId into ofRecord
        select new StreamAppend(OwnRecordTable.StreamOf(new RecordId(ofRecord.Key)), null, [.. ofRecord]);

    private static IEvent? EventOf(PeerStreamId stream, VerifiedEntry entry, PeerKeys keys, DateTimeOffset now)
    {
        if (entry.Body.Kind == EntryKinds.Withdrawn)
        {
            return new WithdrawalTakenBack(
                new RecordId(entry.Body.RecordId), stream.Recipient, stream.Generation, new(entry.Index),
                entry.Body.Withdrawal.ReasonClass, entry.Body.Withdrawal.Request,
                entry.Body.ReleasedAt.ToDateTimeOffset(), now);
        }

        if (entry.Body.Kind == EntryKinds.Narrowed)
        {
            return new NarrowingTakenBack(
                new RecordId(entry.Body.RecordId), stream.Recipient, stream.Generation, new(entry.Index),
                entry.Body.ReleasedAt.ToDateTimeOffset(), now);
        }

        return entry.Body.StatementSha256.IsEmpty ? null : ReleaseOf(stream, entry, keys, now);
    }

    private static ReleaseTakenBack? ReleaseOf(
        PeerStreamId stream, VerifiedEntry entry, PeerKeys keys, DateTimeOffset now)
    {
        var opened = entry.OpenStatement(keys, AnyDate);
        if ((opened.IsAccepted ? opened.Value.Header : entry.HeaderOfOwn()) is not { } header)
        {
            return null;
        }

        var content = opened.IsAccepted ? opened.Value.Content : Nothing;
        return new ReleaseTakenBack(
            header.RecordId, header, stream.Recipient, stream.Generation, new(entry.Index), entry.Body.Kind,
            ContentHash.FromBytes(entry.Body.StatementSha256.Span), content,
            [.. entry.Body.DisclosureSha256.Select(digest => Convert.ToHexStringLower(digest.Span))],
            PersonsIn(entry.Sealed, content), WireMarkings.Read(entry.Body.Marking),
            TargetOf(entry.Body, content, stream.Recipient), entry.Body.ReleasedAt.ToDateTimeOffset(), now,
            entry.Body.NarrowedAt?.ToDateTimeOffset());
    }

    // Named by their place: what tells one person from another is what is said of it.
    private static ImmutableArray<ClaimDisclosure> PersonsIn(SealedEntry entry, RecordContent content)
    {
        var persons = PersonalData.PersonsOf(content).ToHashSet(StringComparer.Ordinal);
        return persons.Count == 0
            ? []
            :
            [
                .. entry.Disclosures
                    .Select((encoded, index) => new ClaimDisclosure(
                        new ClaimPath(PersonalData.PersonsField, $"#{index}"), encoded))
                    .Where(one => PersonalData.PersonOf(one.Path, one.Encoded) is { } person
                        && persons.Contains(person)),
            ];
    }

    // A reply goes to the originator of the message only, so that is whose stream it stands in.
    private static ReplyTarget? TargetOf(PeerEntry body, RecordContent content, ParticipantId recipient)
    {
        if (body.Receipt is { } receipt)
        {
            return new ReplyTarget(
                new RecordId(receipt.OfRecordId), ContentHash.FromBytes(receipt.OfStatementSha256.Span), recipient);
        }

        return content.Claims.TryGetProperty("ofRecord", out var of) && of.ValueKind == JsonValueKind.Object
            && of.TryGetProperty("recordId", out var id) && of.TryGetProperty("contentHash", out var hash)
                ? new ReplyTarget(new RecordId(id.GetString()!), new ContentHash(hash.GetString()!), recipient)
                : null;
    }
}
