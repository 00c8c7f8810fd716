using System.Text;
using CbmExchange.Contracts.Sync.V1;
using CbmExchange.Domain;
using CbmExchange.Domain.Records;
using CbmExchange.Envelopes.Descriptors;
using CbmExchange.Envelopes.Keys;
using CbmExchange.Envelopes.PeerStreams;
using CbmExchange.Envelopes.Statements;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace CbmExchange.Fuzz.Tests.Targets;

/// <summary>A State with real keys, a stream of entries of every kind, and its descriptors.</summary>
internal sealed class Originator
{
    public static readonly DateTimeOffset Now = new(2026, 11, 22, 5, 15, 50, 123, TimeSpan.Zero);
    public static readonly ParticipantId Xa = new("0a000000-0000-4000-8000-00000000000a");
    public static readonly ParticipantId Xb = new("0b000000-0000-4000-8000-00000000000b");
    public static readonly PeerStreamId Stream = new(Xa, Xb, 1);

    public static readonly RecordContent Content = RecordContent.Parse("""
        {
          "subject": [{ "lang": "en", "text": "Strategy", "status": "authoritative" }],
          "kind": "strategy",
          "title": [{ "lang": "fr", "text": "Stratégie nationale", "status": "authoritative" }],
          "topics": ["governance", "training"],
          "authoredAt": "2026-11-20T10:00:00Z",
          "files": [{ "sha256": "cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc",
                      "sizeBytes": "3", "mediaType": "application/pdf", "fileName": "a.pdf" }],
          "sections": [{ "id": "scope", "body": [{ "lang": "en", "text": "Scope" }] },
                       { "id": "end", "body": [{ "lang": "en", "text": "End 🙂" }] }]
        }
        """);

    private static readonly RecordId Record = new("11111111-1111-4111-8111-111111111111");

    private readonly TlsCertificate root = TlsIssuer.CreateRoot("root", Now.AddDays(-1), Now.AddDays(300));
    private readonly SigningKey recovery = EcdsaSigningKey.Create(KeyPurpose.Recovery);
    private readonly SigningKey statementKey = EcdsaSigningKey.Create(KeyPurpose.Statement);

    public Originator()
    {
        FirstDescriptor = Describe(null);
        var first = DescriptorVerifier.Open(FirstDescriptor, null).Value;
        var second = DescriptorVerifier.Open(Describe(first), first).Value;
        History = DescriptorHistories.Write([first, second]);
        Descriptors = [first, second];
        Statement = StatementIssuer.Issue(
            Header, Content, new HmacSaltSource(new byte[32], new byte[32]), statementKey);
        Entries =
        [
            Seal(PeerEntryBuilder.WithStatement(Entry("kind", "sections/scope", "files", "files/#0"))),
            Seal(PeerEntryBuilder.Delivered(Record, "response", Statement.ContentHash, Now)),
            Seal(PeerEntryBuilder.Withdrawn(
                Record, Header.RecordType, Statement.ContentHash, "issued-in-error", "stop-using", Now)),
            Seal(PeerEntryBuilder.KeyAdded(CheckpointKey.Id, Now, second.SignedBytes)),
            Seal(PeerEntryBuilder.KeyRetired(recovery.Id, Now)),
        ];
    }

    public SigningKey CheckpointKey { get; } = EcdsaSigningKey.Create(KeyPurpose.Checkpoint);

    public byte[] FirstDescriptor { get; }

    public byte[] History { get; }

    public IReadOnlyList<VerifiedDescriptor> Descriptors { get; }

    public IssuedStatement Statement { get; }

    public IReadOnlyList<SealedEntry> Entries { get; }

    public PeerKeys Keys => PeerKeys.Of(Xa, [Admitted(statementKey), Admitted(CheckpointKey)]);

    public static RecordHeader Header { get; } = new()
    {
        Originator = Xa,
        RecordId = Record,
        RecordType = RecordTypes.NationalDocument,
        SchemaVersion = RecordSchemas.Version,
        Context = "test",
        Provenance = "self-declared",
        AuthoritativeLanguages = ["en", "fr"],
    };

    /// <summary>Right edge over the first entries.</summary>
    public CompactRange Range(int size) => RangeOf(Entries.Take(size));

    public static CompactRange RangeOf(IEnumerable<SealedEntry> entries) => CompactRange.Empty.Append(
        entries.Select(entry => (ReadOnlyMemory<byte>)CompactRange.HashLeaf(entry.Entry.Span)));

    public byte[] Head(int size, SigningKey? key = null) =>
        StreamHeads.Sign(Stream, Range(size), Now, key ?? CheckpointKey);

    public EntryBatch Batch(int from, int to)
    {
        var batch = new EntryBatch { Generation = 1, FirstIndex = from };
        batch.Entries.AddRange(Entries.Skip(from).Take(to - from));
        batch.Checkpoint = ByteString.CopyFrom(Head(to));
        return batch;
    }

    /// <summary>As <c>cbmx verify</c> reads it.</summary>
    public byte[] File()
    {
        using var file = new MemoryStream();
        Batch(0, 2).WriteDelimitedTo(file);
        Batch(2, Entries.Count).WriteDelimitedTo(file);
        return file.ToArray();
    }

    /// <summary>The statement with all its disclosures, as an SD-JWT.</summary>
    public byte[] SdJwt() => Encoding.ASCII.GetBytes(Statement.ToSdJwt());

    private StatementEntry Entry(params string[] paths) => new()
    {
        Kind = EntryKinds.Released,
        Statement = Statement,
        Paths = [.. paths.Select(ClaimPath.Parse)],
        Marking = new Marking { Tlp = "TLP:GREEN", OnwardSharing = "within-tlp" },
        ReleasedAt = Now,
    };

    private static SealedEntry Seal(NewPeerEntry entry)
    {
        var sealedEntry = new SealedEntry
        {
            Entry = ByteString.CopyFrom(entry.Entry.Span),
            Statement = ByteString.CopyFrom(entry.Statement.Span),
        };
        sealedEntry.Disclosures.AddRange(entry.Disclosures);
        return sealedEntry;
    }

    private static PeerKey Admitted(SigningKey key) => new(
        VerificationKey.TryRead(key.SubjectPublicKeyInfo.Span)!, key.Purpose, Now.AddDays(-30), Now.AddDays(30));

    private byte[] Describe(VerifiedDescriptor? previous)
    {
        var body = new ParticipantDescriptor
        {
            Version = (previous?.Body.Version ?? 0) + 1,
            ParticipantId = Xa.Value,
            Designator = "XA",
            Kind = "state",
            ValidFrom = Now.AddDays(-1).ToTimestamp(),
            ValidUntil = Now.AddDays(300).ToTimestamp(),
            PreviousSha256 = ByteString.CopyFrom(previous?.Sha256.ToArray() ?? []),
        };
        body.Names.Add(new DescriptorName { Lang = "en", Name = "State XA" });
        body.Endpoints.Add("xa.example:8443");
        body.TlsRoots.Add(ByteString.CopyFrom(root.Der));
        body.Keys.AddRange(new[] { statementKey, CheckpointKey, recovery }
            .Select(key => DescriptorSigner.Describe(key, Now.AddDays(-1), Now.AddDays(300))));
        return DescriptorSigner.Sign(body, recovery);
    }
}
