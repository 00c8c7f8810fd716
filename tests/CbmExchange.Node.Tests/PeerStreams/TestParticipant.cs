using System.Net.Sockets;
using CbmExchange.Contracts.Sync.V1;
using CbmExchange.Domain;
using CbmExchange.Domain.Records;
using CbmExchange.Envelopes.Descriptors;
using CbmExchange.Envelopes.Keys;
using CbmExchange.Envelopes.PeerStreams;
using CbmExchange.Envelopes.Statements;
using CbmExchange.Testing;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace CbmExchange.Node.Tests.PeerStreams;

/// <summary>A participant with real keys, certificates, a port and a descriptor.</summary>
internal sealed class TestParticipant : IDisposable
{
    private static readonly DateTimeOffset From = TimeProvider.System.GetUtcNow().AddDays(-1);
    private static readonly DateTimeOffset Until = From.AddDays(90);

    private static readonly RecordContent Content = RecordContent.Parse("""
        {
          "subject": [{ "lang": "en", "text": "Strategy", "status": "authoritative" }],
          "kind": "strategy",
          "title": [{ "lang": "en", "text": "National strategy", "status": "authoritative" }],
          "status": "in-force"
        }
        """);

    private readonly EcdsaSigningKey recovery = EcdsaSigningKey.Create(KeyPurpose.Recovery);
    private readonly TlsCertificate root;

    /// <summary>One whose peers are told its own port, or another one that leads there.</summary>
    public TestParticipant(int number, Func<int, int>? publicPortOf = null)
    {
        Id = new ParticipantId($"0a000000-0000-4000-8000-{number:d12}");
        Port = FreePorts.Next();
        PublicPort = publicPortOf?.Invoke(Port) ?? Port;

        root = TlsIssuer.CreateRoot($"root {number}", From, Until);
        Tls = TlsIssuer.IssueNode(root, $"node {number}", ["node.example"], [], From, Until);
        Descriptor = DescriptorVerifier.Open(Describe(number), null).Value;
    }

    public ParticipantId Id { get; }

    public int Port { get; }

    /// <summary>What its descriptor names.</summary>
    public int PublicPort { get; }

    public TlsCertificate Tls { get; }

    public VerifiedDescriptor Descriptor { get; }

    public EcdsaSigningKey Statement { get; } = EcdsaSigningKey.Create(KeyPurpose.Statement);

    public EcdsaSigningKey Checkpoint { get; } = EcdsaSigningKey.Create(KeyPurpose.Checkpoint);

    public PeerKeys Keys => VerifiedDescriptor.KeysOf([Descriptor]);

    public NewPeerEntry Receipt(int number) => PeerEntryBuilder.Delivered(
        new RecordId($"11111111-0000-4000-8000-{number:d12}"), "response", new ContentHash(new string('c', 64)), From);

    /// <summary>A message whose statement this participant signed, or another one did.</summary>
    public NewPeerEntry Message(int number, SigningKey? signer = null, string? json = null)
    {
        var header = new RecordHeader
        {
            Originator = Id,
            RecordId = new RecordId($"22222222-0000-4000-8000-{number:d12}"),
            RecordType = RecordTypes.NationalDocument,
            SchemaVersion = RecordSchemas.Version,
            Context = "test",
            Provenance = "self-declared",
            AuthoritativeLanguages = ["en"],
        };
        var secret = Enumerable.Repeat((byte)number, HmacSaltSource.SecretBytes).ToArray();
        var content = json is null ? Content : RecordContent.Parse(json);
        var statement = StatementIssuer.Issue(header, content, new HmacSaltSource(secret, secret), signer ?? Statement);
        return PeerEntryBuilder.WithStatement(new StatementEntry
        {
            Kind = EntryKinds.Message,
            Statement = statement,
            Paths = ClaimPath.Of(content),
            Marking = new Marking { Tlp = "TLP:GREEN", OnwardSharing = "within-tlp" },
            ReleasedAt = From,
        });
    }

    /// <summary>The version after another, with another statement key.</summary>
    public VerifiedDescriptor Renew(VerifiedDescriptor previous, SigningKey statement)
    {
        var body = previous.Body.Clone();
        body.Version++;
        body.PreviousSha256 = ByteString.CopyFrom(previous.Sha256.Span);
        body.Keys[1] = DescriptorSigner.Describe(statement, From, Until);
        return DescriptorVerifier.Open(DescriptorSigner.Sign(body, recovery), previous).Value;
    }

    /// <summary>The entry that announces a version.</summary>
    public static NewPeerEntry Announce(VerifiedDescriptor version) =>
        PeerEntryBuilder.KeyAdded(version.Keys[1].Key.Id, From, version.SignedBytes);

    public void Dispose()
    {
        Tls.Dispose();
        root.Dispose();
        recovery.Dispose();
        Statement.Dispose();
        Checkpoint.Dispose();
    }

    private byte[] Describe(int number)
    {
        var body = new ParticipantDescriptor
        {
            Version = 1,
            ParticipantId = Id.Value,
            Designator = $"X{number}",
            Kind = "state",
            ValidFrom = From.ToTimestamp(),
            ValidUntil = Until.ToTimestamp(),
        };
        body.Names.Add(new DescriptorName { Lang = "en", Name = $"State X{number}" });
        body.Endpoints.Add($"127.0.0.1:{PublicPort}");
        body.TlsRoots.Add(ByteString.CopyFrom(root.Der));
        foreach (var key in new SigningKey[] { recovery, Statement, Checkpoint })
        {
            body.Keys.Add(DescriptorSigner.Describe(key, From, Until));
        }

        return DescriptorSigner.Sign(body, recovery);
    }
}
