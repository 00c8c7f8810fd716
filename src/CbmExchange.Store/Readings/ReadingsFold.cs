using System.Text.Json;
using CbmExchange.Contracts.Sync.V1;
using CbmExchange.Domain;
using CbmExchange.Domain.Cases;
using CbmExchange.Domain.Lifecycle;
using CbmExchange.Domain.Peers;
using CbmExchange.Domain.Records;
using CbmExchange.Domain.Reference;
using CbmExchange.Envelopes.Keys;
using CbmExchange.Envelopes.PeerStreams;
using CbmExchange.Envelopes.Statements;
using CbmExchange.Store.Cases;
using CbmExchange.Store.Exercises;
using CbmExchange.Store.Public;
using CbmExchange.Store.Feeds;
using CbmExchange.Store.Records;
using CbmExchange.Store.Reference;
using Google.Protobuf;

namespace CbmExchange.Store.Readings;

/// <summary>
/// Keeps the answers of the readers ready: own records, held records, inbox, receipts, feed, reference data.
/// A statement of a peer is opened (signature, claims) here, once, before anything of it can be shown (design D6).
/// </summary>
internal sealed class ReadingsFold(IPeerStreamStore streams, PeerKeysOf keysOf)
{
    /// <summary>Entries read at once: a page of about 1 MiB.</summary>
    private static readonly PeerPageLimit EntriesPage = new(CountMax: 1000, BytesMax: 1024 * 1024);

    private static readonly StatementFault Unreadable = new(
        StatementFaults.ContentUnreadable, "The entry holds something that is no text or number.");

    /// <summary>Turns one event into changes.</summary>
    public async Task ApplyAsync(
        StoredEvent stored, AsideEntries asides, SqlChanges sql, CancellationToken cancellationToken)
    {
        switch (stored.Body)
        {
            case ReferenceImported row:
                ReferenceRows.Put(row, sql);
                break;
            case PeerEntriesStored arrived:
                await TakeAsync(stored, arrived, asides, sql, cancellationToken).ConfigureAwait(false);
                break;
            case PeerKeyChanged { Change: KeyChanges.Compromised } compromised:
                HeldRows.Doubt(compromised, sql);
                break;
            case HeldContentDestroyed destroyed:
                DestroyedRows.Apply(destroyed, sql);
                break;
            case HeldRecordExpired expired:
                ExpiredRows.Apply(expired, stored.Position, sql);
                break;
            case RecordReleased released:
                OwnRows.Apply(stored, sql);
                PublicRows.Apply(stored, sql);
                Converse(stored, released, sql);
                break;
            case ReleaseTakenBack back:
                OwnRows.Apply(stored, sql);
                CaseRows.Acknowledge(back, sql);
                CaseMessageRows.Put(back.RecordId, stored.Position, sql);
                AwaitedRows.Begin(back, sql);
                break;
            case ICaseEvent kept:
                CaseMessageRows.Keep(kept, stored.Position, sql);
                break;
            default:
                OwnRows.Apply(stored, sql);
                PublicRows.Apply(stored, sql);
                break;
        }
    }

    // What is only "released" to everybody is no message, or is one that they all hold already.
    private static void Converse(StoredEvent stored, RecordReleased released, SqlChanges sql)
    {
        if (released.Recipients.All(one => one.Kind == Domain.Release.EntryKinds.Released))
        {
            return;
        }

        CaseRows.Acknowledge(released, sql);
        CaseMessageRows.Put(released.RecordId, stored.Position, sql);
        AwaitedRows.Begin(released, sql);
    }

    private async Task TakeAsync(
        StoredEvent stored,
        PeerEntriesStored arrived,
        AsideEntries asides,
        SqlChanges sql,
        CancellationToken cancellationToken
    )
    {
        var stream = new PeerStreamId(arrived.Originator, arrived.Recipient, arrived.Generation);
        var next = arrived.From;
        var keys = await keysOf(arrived.Originator, stored.Position, cancellationToken).ConfigureAwait(false);
        while (next.Value < arrived.To.Value)
        {
            var page = await streams.ReadAsync(stream, next, EntriesPage, cancellationToken).ConfigureAwait(false);
            if (page.IsEmpty)
            {
                throw new InvalidOperationException("Stored entries of a peer are missing: the database is damaged.");
            }

            foreach (var entry in page.Where(entry => entry.Index.Value < arrived.To.Value))
            {
                var held = new HeldEntry(
                    arrived.Originator,
                    arrived.Generation,
                    entry.Index.Value,
                    stored.Position.Value,
                    arrived.At,
                    PeerEntry.Parser.ParseFrom(entry.Entry.Span)
                );
                await TakeAsync(held, entry, keys, arrived.Recipient, asides, sql, cancellationToken)
                    .ConfigureAwait(false);
            }

            next = new Domain.PeerSequence(page[^1].Index.Value + 1);
        }

        HeldRows.Applied(arrived.Originator, arrived.Generation, arrived.To, sql);
    }

    /// <summary>
    /// Tries entries again whose statement lacked a key, with the keys as of this event. They are told to the feed
    /// here, where they can first be shown.
    /// </summary>
    public async Task ReopenAsync(
        StoredEvent renewed, IReadOnlyList<WaitingEntry> waiting, AsideEntries asides, SqlChanges sql,
        CancellationToken cancellationToken)
    {
        for (var ordinal = 0; ordinal < waiting.Count; ordinal++)
        {
            var (stream, index) = (waiting[ordinal].Stream, waiting[ordinal].Index);
            var page = await streams.ReadAsync(stream, new(index), EntriesPage with { CountMax = 1 }, cancellationToken)
                .ConfigureAwait(false);
            if (page.IsEmpty)
            {
                throw new InvalidOperationException("Stored entries of a peer are missing: the database is damaged.");
            }

            var keys = await keysOf(stream.Originator, renewed.Position, cancellationToken).ConfigureAwait(false);
            var held = new HeldEntry(
                stream.Originator, stream.Generation, index, renewed.Position.Value, waiting[ordinal].StoredAt,
                PeerEntry.Parser.ParseFrom(page[0].Entry.Span))
            {
                Ordinal = ordinal,
                JudgedAt = renewed.Timestamp,
            };
            UnopenedEntries.Remove(waiting[ordinal], sql);
            await TakeAsync(held, page[0], keys, stream.Recipient, asides, sql, cancellationToken)
                .ConfigureAwait(false);
        }
    }

    // What a peer wrote can be unreadable in more ways than anyone lists: whatever goes wrong with one entry is a fault
    // of that entry and stops neither its stream nor anybody else's.
    private static async Task TakeAsync(
        HeldEntry held, StoredPeerEntry entry, PeerKeys? keys, ParticipantId recipient, AsideEntries asides,
        SqlChanges sql, CancellationToken cancellationToken)
    {
        var own = new SqlChanges();
        try
        {
            if (await FoldAsync(held, entry, keys, recipient, asides, own, cancellationToken).ConfigureAwait(false)
                is { } fault)
            {
                HeldRows.Refuse(held, recipient, fault, sql);
                return;
            }

            sql.Add(own);
        }
        catch (Exception error) when (error is InvalidOperationException or ArgumentException or FormatException
            or JsonException or OverflowException)
        {
            HeldRows.Refuse(held, recipient, Unreadable, sql);
        }
    }

    private static async Task<StatementFault?> FoldAsync(
        HeldEntry held, StoredPeerEntry entry, PeerKeys? keys, ParticipantId self, AsideEntries asides, SqlChanges sql,
        CancellationToken cancellationToken)
    {
        var statement = default(VerifiedStatement);
        if (entry.Statement.Length > 0)
        {
            var opened = Open(held, entry, keys);
            if (!opened.IsAccepted)
            {
                return opened.Fault;
            }

            statement = opened.Value;
        }

        if (!ReadableText.IsReadable(held.Body, statement))
        {
            return Unreadable;
        }

        if (statement is not null && await asides.ReasonAsync(held, statement, self, cancellationToken)
            .ConfigureAwait(false) is { } reason)
        {
            AsideEntries.Put(held, statement, reason, sql);
            return null;
        }

        Show(held, statement, sql);
        return null;
    }

    private static void Show(HeldEntry held, VerifiedStatement? statement, SqlChanges sql)
    {
        switch (held.Body.Kind)
        {
            case EntryKinds.Withdrawn:
                HeldRows.Withdraw(held, sql);
                AsideEntries.Withdraw(held, sql);
                UnopenedEntries.Overtake(held, sql);
                break;
            case EntryKinds.Narrowed:
                HeldRows.Narrow(held, sql);
                UnopenedEntries.Overtake(held, sql);
                break;
            case EntryKinds.Receipt:
                TakeReceipt(held, statement, sql);
                break;
            case var kind when EntryKinds.CarriesStatement(kind) && statement is not null:
                HeldRows.Put(held, statement, sql);
                UnopenedEntries.Overtake(held, sql);
                if (kind == EntryKinds.Message
                    || (kind == EntryKinds.Corrected && RecordTypes.IsMessage(statement.Header.RecordType)))
                {
                    CaseRows.Arrive(held, statement, sql);
                    CaseMessageRows.Put(held, sql);
                    AwaitedRows.Answer(held, statement, sql);
                }

                break;
        }
    }

    // A receipt may say more than that it came: the sender of the message reads it like any record held.
    private static void TakeReceipt(HeldEntry held, VerifiedStatement? statement, SqlChanges sql)
    {
        CaseRows.Receipt(held, statement, sql);
        AwaitedRows.Confirm(held, sql);
        if (statement is not null && RecordTypes.IsReceipt(statement.Header.RecordType))
        {
            HeldRows.Put(held, statement, sql);
            CaseMessageRows.Put(held, sql);
        }
    }

    // Judged by the time at which it was stored, as the log has it: a rebuild must not open what was refused.
    private static Envelopes.Verdict<VerifiedStatement, StatementFault> Open(
        HeldEntry held, StoredPeerEntry entry, PeerKeys? keys)
    {
        if (keys is null)
        {
            return new StatementFault(StatementFaults.UnknownKey, "The originator is not admitted at this node.");
        }

        var sealedEntry = new SealedEntry
        {
            Entry = UnsafeByteOperations.UnsafeWrap(entry.Entry),
            Statement = UnsafeByteOperations.UnsafeWrap(entry.Statement),
        };
        sealedEntry.Disclosures.AddRange(entry.Disclosures);
        return EntryStatements.Open(sealedEntry, keys, held.JudgedAt);
    }
}
