using System.Security.Cryptography;
using System.Text.Json;
using CbmExchange.Contracts.Sync.V1;
using CbmExchange.Envelopes.Descriptors;
using CbmExchange.Envelopes.Keys;
using CbmExchange.Node.Tests.Hosting;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace CbmExchange.Node.Tests.Administration;

/// <summary>A participant of the demonstration instance that describes itself, version after version.</summary>
internal sealed class DescribedPeer : IDisposable
{
    private static readonly DateTimeOffset From = TimeProvider.System.GetUtcNow().AddDays(-1);
    private static readonly DateTimeOffset Until = From.AddDays(90);

    private readonly EcdsaSigningKey recovery = EcdsaSigningKey.Create(KeyPurpose.Recovery);
    private readonly ECDsa first = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly TlsCertificate root = TlsIssuer.CreateRoot("root", From, Until);
    private readonly string id;
    private int version;
    private ReadOnlyMemory<byte> previous;

    public DescribedPeer(string designator)
    {
        Designator = designator;
        using var instance = JsonDocument.Parse(File.ReadAllBytes(TestHome.InstanceFile));
        id = instance.RootElement.GetProperty("participants").EnumerateArray()
            .Single(one => one.GetProperty("designator").GetString() == designator)
            .GetProperty("participantId").GetString()!;
        Newest = new EcdsaSigningKey(KeyPurpose.Statement, first);
    }

    public string Designator { get; }

    /// <summary>The statement key of the newest version.</summary>
    public EcdsaSigningKey Newest { get; private set; }

    /// <summary>The next version, with a new statement key or with the given one.</summary>
    public byte[] Describe(EcdsaSigningKey? statement = null)
    {
        Newest = statement ?? (version == 0 ? Newest : EcdsaSigningKey.Create(KeyPurpose.Statement));
        var signed = Sign(++version, previous, Newest);
        previous = SHA256.HashData(SignedDescriptor.Parser.ParseFrom(signed).Descriptor_.Span);
        return signed;
    }

    /// <summary>A first version again, with the first statement key for another purpose.</summary>
    public byte[] DescribeAnew() => Sign(1, default, new EcdsaSigningKey(KeyPurpose.Checkpoint, first));

    public void Dispose()
    {
        recovery.Dispose();
        first.Dispose();
        root.Dispose();
    }

    private byte[] Sign(int number, ReadOnlyMemory<byte> before, EcdsaSigningKey key)
    {
        var body = new ParticipantDescriptor
        {
            Version = number,
            ParticipantId = id,
            Designator = Designator,
            Kind = "state",
            ValidFrom = From.ToTimestamp(),
            ValidUntil = Until.ToTimestamp(),
            PreviousSha256 = ByteString.CopyFrom(before.Span),
        };
        body.Names.Add(new DescriptorName { Lang = "en", Name = Designator });
        body.TlsRoots.Add(ByteString.CopyFrom(root.Der));
        body.Keys.Add(DescriptorSigner.Describe(recovery, From, Until));
        body.Keys.Add(DescriptorSigner.Describe(key, From, Until));
        return DescriptorSigner.Sign(body, recovery);
    }
}
