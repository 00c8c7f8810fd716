using CbmExchange.Contracts.Sync.V1;
using CbmExchange.Domain;
using CbmExchange.Domain.Records;
using CbmExchange.Envelopes.Descriptors;
using CbmExchange.Envelopes.Keys;
using CbmExchange.Envelopes.PeerStreams;
using CbmExchange.Envelopes.Statements;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace CbmExchange.Verify.Tests;

/// <summary>The State XA with its keys, writing a stream to XB into a file.</summary>
internal sealed class Originator
{
    public static readonly DateTimeOffset Now = new(2026, 11, 22, 5, 15, 50, TimeSpan.Zero);
    public static readonly ParticipantId Xa = new("0a000000-0000-4000-8000-00000000000a");
    public static readonly ParticipantId Xb = new("0b000000-0000-4000-8000-00000000000b");

    private readonly TlsCertificate root = TlsIssuer.CreateRoot("root", Now.AddDays(-1), Now.AddDays(300));
    private readonly SigningKey recovery = EcdsaSigningKey.Create(KeyPurpose.Recovery);
    private CompactRange range = CompactRange.Empty;

    public SigningKey Statement { get; set; } = EcdsaSigningKey.Create(KeyPurpose.Statement);

    public SigningKey Checkpoint { get; set; } = EcdsaSigningKey.Create(KeyPurpose.Checkpoint);

    public MemoryStream File { get; } = new();

    public byte[] Describe(VerifiedDescriptor? previous = null)
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
        body.TlsRoots.Add(ByteString.CopyFrom(root.Der));
        body.Keys.AddRange(new[] { Statement, Checkpoint, recovery }
            .Select(key => DescriptorSigner.Describe(key, Now.AddDays(-1), Now.AddDays(300))));
        return DescriptorSigner.Sign(body, recovery);
    }

    public NewPeerEntry Release(string kind, string schemaVersion = RecordSchemas.Version)
    {
        var header = new RecordHeader
        {
            Originator = Xa,
            RecordId = new RecordId("11111111-1111-4111-8111-111111111111"),
            RecordType = RecordTypes.NationalDocument,
            SchemaVersion = schemaVersion,
            Context = "test",
            Provenance = "self-declared",
            AuthoritativeLanguages = ["en"],
        };
        var content = RecordContent.Parse($$"""{"kind":"{{kind}}","topics":["governance"]}""");
        var secret = new byte[HmacSaltSource.SecretBytes];
        var statement = StatementIssuer.Issue(header, content, new HmacSaltSource(secret, secret), Statement);
        return PeerEntryBuilder.WithStatement(new StatementEntry
        {
            Kind = EntryKinds.Released,
            Statement = statement,
            Paths = [new ClaimPath("kind")],
            Marking = new Marking { Tlp = "TLP:CLEAR" },
            ReleasedAt = Now,
        });
    }

    public Originator Write(params NewPeerEntry[] entries)
    {
        var batch = new EntryBatch { Generation = 1, FirstIndex = range.Size };
        foreach (var entry in entries)
        {
            var sealedEntry = new SealedEntry
            {
                Entry = ByteString.CopyFrom(entry.Entry.Span),
                Statement = ByteString.CopyFrom(entry.Statement.Span),
            };
            sealedEntry.Disclosures.AddRange(entry.Disclosures);
            batch.Entries.Add(sealedEntry);
        }

        range = range.Append(entries.Select(entry => entry.LeafHash));
        batch.Checkpoint = ByteString.CopyFrom(StreamHeads.Sign(new PeerStreamId(Xa, Xb, 1), range, Now, Checkpoint));
        batch.WriteDelimitedTo(File);
        return this;
    }

    /// <summary>One entry as no builder would make it.</summary>
    public void WriteRaw(byte[] entry)
    {
        range = range.Append([CompactRange.HashLeaf(entry)]);
        var batch = new EntryBatch
        {
            Generation = 1,
            FirstIndex = range.Size - 1,
            Entries = { new SealedEntry { Entry = ByteString.CopyFrom(entry) } },
            Checkpoint = ByteString.CopyFrom(StreamHeads.Sign(new PeerStreamId(Xa, Xb, 1), range, Now, Checkpoint)),
        };
        batch.WriteDelimitedTo(File);
    }

    public static StreamReport Check(Stream file, params byte[][] descriptors)
    {
        file.Position = 0;
        return StreamChecker.Check(new StreamCheck
        {
            Descriptors = [.. descriptors.Select(bytes => new ReadOnlyMemory<byte>(bytes))],
            Batches = file,
            Recipient = Xb,
            Now = Now,
        });
    }
}
