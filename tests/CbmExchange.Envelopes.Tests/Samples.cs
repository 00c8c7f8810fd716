using System.Text;
using CbmExchange.Contracts.Sync.V1;
using CbmExchange.Domain;
using CbmExchange.Domain.Records;
using CbmExchange.Envelopes.Keys;
using CbmExchange.Envelopes.PeerStreams;
using CbmExchange.Envelopes.Statements;
using Google.Protobuf;

namespace CbmExchange.Envelopes.Tests;

/// <summary>Complete defaults: whatever a test sets itself is what it is about.</summary>
internal static class Samples
{
    public static readonly ParticipantId Xa = new("0a000000-0000-4000-8000-00000000000a");
    public static readonly ParticipantId Xb = new("0b000000-0000-4000-8000-00000000000b");
    public static readonly RecordId Record = new("11111111-1111-4111-8111-111111111111");
    public static readonly RecordId OtherRecord = new("22222222-2222-4222-8222-222222222222");
    public static readonly DateTimeOffset Now = new(2026, 11, 22, 5, 15, 50, 123, TimeSpan.Zero);
    public static readonly PeerStreamId Stream = new(Xa, Xb, 1);

    public static readonly SigningKey StatementKey = EcdsaSigningKey.Create(KeyPurpose.Statement);
    public static readonly SigningKey CheckpointKey = EcdsaSigningKey.Create(KeyPurpose.Checkpoint);

    public static readonly PeerKeys Keys = KeysOf(Xa, StatementKey, CheckpointKey);

    public static readonly RecordHeader Header = new()
    {
        Originator = Xa,
        RecordId = Record,
        RecordType = RecordTypes.NationalDocument,
        SchemaVersion = RecordSchemas.Version,
        Context = "test",
        Provenance = "self-declared",
        AuthoritativeLanguages = ["en", "fr"],
    };

    public static readonly RecordContent Content = RecordContent.Parse("""
        {
          "subject": [{ "lang": "en", "text": "Strategy", "status": "authoritative" }],
          "kind": "strategy",
          "title": [
            { "lang": "en", "text": "National strategy", "status": "authoritative" },
            { "lang": "fr", "text": "Stratégie nationale", "status": "authoritative" }
          ],
          "status": "in-force",
          "topics": ["governance", "incident-response", "training"],
          "officialUrl": "strategy.example/2026",
          "authoredAt": "2026-11-20T10:00:00Z",
          "sections": [
            { "id": "scope", "body": [{ "lang": "en", "text": "Scope" }] },
            { "id": "measures", "body": [{ "lang": "en", "text": "Measures" }] },
            { "id": "annex-1", "body": [{ "lang": "en", "text": "Annex one" }] },
            { "id": "annex-2", "body": [{ "lang": "en", "text": "Annex two" }] },
            { "id": "end", "body": [{ "lang": "en", "text": "End 🙂" }] }
          ]
        }
        """);

    public static readonly Marking Green = new() { Tlp = "TLP:GREEN", OnwardSharing = "within-tlp" };

    public static ISaltSource Salts(byte version = 1) => new HmacSaltSource(Secret(0x5a), Secret(version));

    public static byte[] Secret(byte fill) => [.. Enumerable.Repeat(fill, HmacSaltSource.SecretBytes)];

    public static PeerKeys KeysOf(ParticipantId participant, params SigningKey[] keys) =>
        PeerKeys.Of(participant, keys.Select(key => Admitted(key)));

    public static PeerKey Admitted(SigningKey key) => new(
        VerificationKey.TryRead(key.SubjectPublicKeyInfo.Span)!, key.Purpose, Now.AddDays(-30), Now.AddDays(30));

    public static IssuedStatement Issue(
        RecordContent? content = null, RecordHeader? header = null, ISaltSource? salts = null) =>
        StatementIssuer.Issue(header ?? Header, content ?? Content, salts ?? Salts(), StatementKey);

    public static Verdict<VerifiedStatement, StatementFault> Open(
        IssuedStatement statement, IEnumerable<Disclosure>? shown = null, PeerKeys? keys = null) =>
        StatementVerifier.Open(
            Encoding.ASCII.GetBytes(statement.Jwt),
            [.. (shown ?? statement.Disclosures).Select(disclosure => disclosure.Encoded)],
            keys ?? Keys,
            Now);

    public static StatementEntry Entry(IssuedStatement statement, params string[] paths) => new()
    {
        Kind = EntryKinds.Released,
        Statement = statement,
        Paths = [.. paths.Select(ClaimPath.Parse)],
        Marking = Green,
        ReleasedAt = Now,
    };

    public static NewPeerEntry Receipt(int number) =>
        PeerEntryBuilder.Delivered(
            Record, "response", ContentHash.FromBytes(Secret((byte)number)), Now.AddSeconds(number));

    public static SealedEntry Seal(NewPeerEntry entry)
    {
        var sealedEntry = new SealedEntry
        {
            Entry = ByteString.CopyFrom(entry.Entry.Span),
            Statement = ByteString.CopyFrom(entry.Statement.Span),
        };
        sealedEntry.Disclosures.AddRange(entry.Disclosures);
        return sealedEntry;
    }

    public static CompactRange Append(CompactRange range, IEnumerable<SealedEntry> entries) =>
        range.Append(entries.Select(entry => (ReadOnlyMemory<byte>)CompactRange.HashLeaf(entry.Entry.Span)));

    public static EntryBatch Batch(
        CompactRange before,
        IReadOnlyList<SealedEntry> entries,
        PeerStreamId? stream = null,
        SigningKey? key = null,
        DateTimeOffset? signedAt = null)
    {
        var batch = new EntryBatch { Generation = (stream ?? Stream).Generation, FirstIndex = before.Size };
        batch.Entries.AddRange(entries);
        batch.Checkpoint = ByteString.CopyFrom(StreamHeads.Sign(
            stream ?? Stream, Append(before, entries), signedAt ?? Now, key ?? CheckpointKey));
        return batch;
    }

    public static List<SealedEntry> Entries(int count, int first = 0) =>
        [.. Enumerable.Range(first, count).Select(number => Seal(Receipt(number)))];
}
