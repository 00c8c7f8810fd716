using System.Collections.Immutable;
using System.Text;
using CbmExchange.Contracts.Sync.V1;
using CbmExchange.Domain;
using CbmExchange.Domain.Records;
using CbmExchange.Envelopes.Keys;
using CbmExchange.Envelopes.Statements;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace CbmExchange.Envelopes.PeerStreams;

/// <summary>
/// Builds our entries for one recipient. The same input gives the same bytes (the messages have no maps), so a preview
/// is the entry itself. Nothing is added that the caller did not give.
/// </summary>
public static class PeerEntryBuilder
{
    /// <summary>
    /// An entry that carries a statement. Throws when the kind carries none or the entry is over 256 KiB.
    /// </summary>
    public static NewPeerEntry WithStatement(StatementEntry entry)
    {
        if (!EntryKinds.CarriesStatement(entry.Kind))
        {
            throw new ArgumentException($"An entry of kind {entry.Kind} carries no statement.", nameof(entry));
        }

        return Seal(Body(entry.Kind, entry), entry);
    }

    /// <summary>A human's acknowledgement of a message, with its signed statement.</summary>
    public static NewPeerEntry Acknowledged(
        RecordId message, ContentHash messageHash, DateTimeOffset at, StatementEntry acknowledgement)
    {
        var body = Body(EntryKinds.Receipt, acknowledgement);
        body.Receipt = NewReceipt(ReceiptLevels.Acknowledged, message, messageHash, at);
        return Seal(body, acknowledgement);
    }

    /// <summary>Our node stored and verified a message. The entry's record is the message itself.</summary>
    public static NewPeerEntry Delivered(
        RecordId message, string recordType, ContentHash messageHash, DateTimeOffset at) =>
        Seal(new PeerEntry
        {
            Kind = EntryKinds.Receipt,
            RecordId = message.Value,
            RecordType = recordType,
            Receipt = NewReceipt(ReceiptLevels.Delivered, message, messageHash, at),
            ReleasedAt = at.ToTimestamp(),
        });

    /// <summary>The originator no longer stands by a record. Goes to everyone who ever received it.</summary>
    /// <param name="record">The record.</param>
    /// <param name="recordType">Code of its type.</param>
    /// <param name="replaces">The last version that this recipient was given.</param>
    /// <param name="reasonClass">Code, see entry.proto.</param>
    /// <param name="request">stop-using or stop-using-and-delete.</param>
    /// <param name="at">When it was withdrawn.</param>
    public static NewPeerEntry Withdrawn(
        RecordId record,
        string recordType,
        ContentHash replaces,
        string reasonClass,
        string request,
        DateTimeOffset at) =>
        Seal(new PeerEntry
        {
            Kind = EntryKinds.Withdrawn,
            RecordId = record.Value,
            RecordType = recordType,
            ReplacesSha256 = ByteString.CopyFrom(replaces.ToBytes()),
            Withdrawal = new Withdrawal { ReasonClass = reasonClass, Request = request },
            ReleasedAt = at.ToTimestamp(),
        });

    /// <summary>
    /// The release to this recipient was narrowed: it is asked to delete the record and gets no later versions.
    /// </summary>
    /// <param name="record">The record.</param>
    /// <param name="recordType">Code of its type.</param>
    /// <param name="replaces">The last version that this recipient was given.</param>
    /// <param name="at">When it was narrowed.</param>
    public static NewPeerEntry Narrowed(
        RecordId record, string recordType, ContentHash replaces, DateTimeOffset at) =>
        Seal(new PeerEntry
        {
            Kind = EntryKinds.Narrowed,
            RecordId = record.Value,
            RecordType = recordType,
            ReplacesSha256 = ByteString.CopyFrom(replaces.ToBytes()),
            ReleasedAt = at.ToTimestamp(),
        });

    /// <summary>A new key, with the signed descriptor that carries it.</summary>
    public static NewPeerEntry KeyAdded(KeyId key, DateTimeOffset since, ReadOnlyMemory<byte> signedDescriptor) =>
        KeyChanged(key, KeyChanges.Added, since, signedDescriptor);

    /// <summary>A key is no longer used since a moment.</summary>
    public static NewPeerEntry KeyRetired(KeyId key, DateTimeOffset since) =>
        KeyChanged(key, KeyChanges.Retired, since, default);

    /// <summary>A key is in other hands since a moment.</summary>
    public static NewPeerEntry KeyCompromised(KeyId key, DateTimeOffset since) =>
        KeyChanged(key, KeyChanges.Compromised, since, default);

    /// <summary>The last head that we hold of the recipient's own stream to us.</summary>
    public static NewPeerEntry CheckpointOfPeer(VerifiedHead head, DateTimeOffset at) => Seal(new PeerEntry
    {
        Kind = EntryKinds.CheckpointOfPeer,
        CheckpointOfPeer = ByteString.CopyFrom(head.Checkpoint.Span),
        ReleasedAt = at.ToTimestamp(),
    });

    /// <summary>
    /// An entry of an older generation of our own stream, said again in a newer one: the same bytes, unless kind or
    /// replaced version differ. Disclosures that were destroyed since stay destroyed.
    /// </summary>
    /// <param name="entry">Exact bytes of the entry, as stored.</param>
    /// <param name="statement">The statement beside it; empty when it carries none.</param>
    /// <param name="disclosures">The disclosures beside it that are left.</param>
    /// <param name="kind">As what it is said.</param>
    /// <param name="replaces">The version before; empty for a first one.</param>
    public static NewPeerEntry Again(
        ReadOnlyMemory<byte> entry, ReadOnlyMemory<byte> statement, ImmutableArray<string> disclosures, string kind,
        ByteString replaces)
    {
        var body = PeerEntry.Parser.ParseFrom(entry.Span);
        if (body.Kind == kind && body.ReplacesSha256.Equals(replaces))
        {
            return new NewPeerEntry(
                entry.ToArray(), statement.ToArray(), disclosures, CompactRange.HashLeaf(entry.Span));
        }

        (body.Kind, body.ReplacesSha256) = (kind, replaces);
        return Seal(body, statement.ToArray(), disclosures);
    }

    private static NewPeerEntry KeyChanged(
        KeyId key, string change, DateTimeOffset since, ReadOnlyMemory<byte> signedDescriptor) => Seal(new PeerEntry
        {
            Kind = EntryKinds.Key,
            Key = new KeyChange
            {
                KeySha256 = ByteString.CopyFrom(key.ToBytes()),
                Change = change,
                Since = since.ToTimestamp(),
                SignedDescriptor = ByteString.CopyFrom(signedDescriptor.Span),
            },
        });

    private static PeerEntry Body(string kind, StatementEntry entry)
    {
        var body = new PeerEntry
        {
            Kind = kind,
            RecordId = entry.Statement.RecordId.Value,
            RecordType = entry.Statement.RecordType,
            StatementSha256 = ByteString.CopyFrom(entry.Statement.ContentHash.ToBytes()),
            Marking = entry.Marking.Clone(),
            ReleasedAt = entry.ReleasedAt.ToTimestamp(),
            Correction = kind == EntryKinds.Corrected ? entry.Correction?.Clone() : null,
            NarrowedAt = kind == EntryKinds.Corrected ? entry.NarrowedAt?.ToTimestamp() : null,
        };
        if (entry.Replaces is { } replaced)
        {
            body.ReplacesSha256 = ByteString.CopyFrom(replaced.ToBytes());
        }

        body.RelatesTo.AddRange(
            entry.RelatesTo.Select(record => record.Value).Distinct().Order(StringComparer.Ordinal));
        body.Audience.AddRange(entry.Audience.Distinct().Order().Select(participant => participant.Value));
        return body;
    }

    private static Receipt NewReceipt(string level, RecordId message, ContentHash hash, DateTimeOffset at) => new()
    {
        OfRecordId = message.Value,
        OfStatementSha256 = ByteString.CopyFrom(hash.ToBytes()),
        Level = level,
        At = at.ToTimestamp(),
    };

    private static NewPeerEntry Seal(PeerEntry body, StatementEntry entry)
    {
        var shown = entry.Statement.Select(entry.Paths)
            .Select(disclosure => (Digest: disclosure.Digest.ToArray(), disclosure.Encoded))
            .OrderBy(disclosure => disclosure.Digest, EntryDisclosures.Bytewise).ToList();
        body.DisclosureSha256.AddRange(shown.Select(disclosure => ByteString.CopyFrom(disclosure.Digest)));
        return Seal(
            body, Encoding.ASCII.GetBytes(entry.Statement.Jwt), [.. shown.Select(disclosure => disclosure.Encoded)]);
    }

    private static NewPeerEntry Seal(PeerEntry body) => Seal(body, [], []);

    private static NewPeerEntry Seal(PeerEntry body, byte[] statement, ImmutableArray<string> disclosures)
    {
        var bytes = body.ToByteArray();
        var size = bytes.Length + statement.Length + disclosures.Sum(disclosure => disclosure.Length);
        if (size > EnvelopeLimits.SealedEntryBytesMax - SealedEntrySize.FramingBytesMax)
        {
            throw new ArgumentException("A sealed entry takes at most 256 KiB.", nameof(body));
        }

        return new NewPeerEntry(bytes, statement, disclosures, CompactRange.HashLeaf(bytes));
    }
}
