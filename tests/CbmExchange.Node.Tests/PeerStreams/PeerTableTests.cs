using System.Security.Cryptography;
using CbmExchange.Contracts.Sync.V1;
using CbmExchange.Domain;
using CbmExchange.Domain.Peers;
using CbmExchange.Envelopes.Descriptors;
using CbmExchange.Envelopes.Keys;
using CbmExchange.Envelopes.PeerStreams;
using CbmExchange.Node.PeerStreams;
using CbmExchange.Store;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.Logging.Abstractions;

namespace CbmExchange.Node.Tests.PeerStreams;

/// <summary>Which descriptors of the log are in force.</summary>
public sealed class PeerTableTests : IDisposable
{
    private static readonly DateTimeOffset From = TimeProvider.System.GetUtcNow().AddDays(-1);
    private static readonly ParticipantId One = new("0a000000-0000-4000-8000-000000000001");
    private static readonly ParticipantId Two = new("0a000000-0000-4000-8000-000000000002");

    private readonly TlsCertificate root = TlsIssuer.CreateRoot("root", From, From.AddDays(90));
    private readonly EcdsaSigningKey recovery = EcdsaSigningKey.Create(KeyPurpose.Recovery);
    private readonly EcdsaSigningKey statement = EcdsaSigningKey.Create(KeyPurpose.Statement);
    private readonly EcdsaSigningKey checkpoint = EcdsaSigningKey.Create(KeyPurpose.Checkpoint);
    private readonly PeerTable table = new(NullLogger<PeerTable>.Instance);
    private long position;

    [Fact]
    public void A_second_first_descriptor_that_gives_a_key_another_purpose_is_not_in_force()
    {
        using var pair = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var first = Describe(One, root, 1, null, new EcdsaSigningKey(KeyPurpose.Checkpoint, pair), statement);
        var again = Describe(One, root, 1, null, new EcdsaSigningKey(KeyPurpose.Statement, pair), checkpoint);

        Admit(One, first);
        Admit(One, again);

        Assert.Equal(first, table.Find(One)!.Descriptor.SignedBytes.ToArray());
    }

    [Fact]
    public void Two_proposals_with_one_root_are_not_both_in_force()
    {
        using var other = EcdsaSigningKey.Create(KeyPurpose.Recovery);
        Admit(One, Describe(One, root, 1, null, statement));
        Admit(Two, Describe(Two, root, 1, null, other, [checkpoint]));

        Assert.NotNull(table.Find(One));
        Assert.Null(table.Find(Two));
    }

    [Fact]
    public void A_stop_is_lifted_by_two_officers_new_keys_or_a_later_generation_and_by_nothing_else()
    {
        var first = Describe(One, root, 1, null, statement, checkpoint);
        Admit(One, first);
        var key = table.Find(One)!.Keys.All[0].Key.Id.Hex;
        IEvent[] lifting =
        [
            new PeerFaultReleased(One, "FORKED", new("a"), new("b"), From),
            new PeerEntriesStored(One, Two, 2, new(0), new(1), "", From),
        ];
        foreach (var lift in lifting)
        {
            Apply(new PeerStreamStopped(One, 1, "FORKED", From));
            Apply(new PeerEntriesStored(One, Two, 1, new(0), new(1), "", From));
            Apply(new PeerPaused(One, new("a"), From));
            Apply(new PeerResumed(One, new("a"), From));
            Apply(new PeerKeyChanged(One, key, KeyChanges.Retired, From, From));
            Assert.Equal("FORKED", table.Find(One)!.Stopped!.FaultName);

            Apply(lift);
            Assert.Null(table.Find(One)!.Stopped);
        }

        Apply(new PeerStreamStopped(One, 1, "FORKED", From));
        Admit(One, Describe(One, root, 2, table.Find(One)!.Descriptor.Sha256.ToArray(), statement, checkpoint));
        Assert.Null(table.Find(One)!.Stopped);
    }

    [Fact]
    public void Later_versions_follow_each_other()
    {
        var before = Describe(One, root, 1, null, statement, checkpoint);
        Admit(One, before);
        foreach (var version in new[] { 2, 3 })
        {
            before = Describe(One, root, version, table.Find(One)!.Descriptor.Sha256.ToArray(), statement, checkpoint);
            Admit(One, before);
        }

        Assert.Equal(3, table.Find(One)!.Descriptor.Body.Version);
        Assert.Equal(3, table.Find(One)!.Descriptors.Length);
    }

    public void Dispose()
    {
        root.Dispose();
        recovery.Dispose();
        statement.Dispose();
        checkpoint.Dispose();
    }

    private byte[] Describe(
        ParticipantId id, TlsCertificate under, int version, byte[]? previous, params SigningKey[] keys) =>
        Describe(id, under, version, previous, recovery, keys);

    private static byte[] Describe(
        ParticipantId id, TlsCertificate under, int version, byte[]? previous, EcdsaSigningKey signer,
        SigningKey[] keys)
    {
        var body = new ParticipantDescriptor
        {
            Version = version,
            ParticipantId = id.Value,
            Designator = "X1",
            Kind = "state",
            ValidFrom = From.ToTimestamp(),
            ValidUntil = From.AddDays(90).ToTimestamp(),
            PreviousSha256 = ByteString.CopyFrom(previous ?? []),
        };
        body.Names.Add(new DescriptorName { Lang = "en", Name = "X" });
        body.TlsRoots.Add(ByteString.CopyFrom(under.Der));
        body.Keys.AddRange(keys.Prepend(signer).Select(key =>
            DescriptorSigner.Describe(key, From, From.AddDays(90))));
        return DescriptorSigner.Sign(body, signer);
    }

    private void Admit(ParticipantId peer, byte[] descriptor)
    {
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(descriptor));
        Apply(new PeerProposed(
            peer, Convert.ToBase64String(descriptor), sha256, "words", new OfficerId("a"), From));
        Apply(new PeerAdmitted(peer, sha256, new OfficerId("b"), From));
    }

    private void Apply(IEvent body) => table.Apply(new StoredEvent
    {
        Position = new(++position),
        Id = Guid.NewGuid(),
        StreamId = "peer",
        Version = new(position),
        Alias = "x",
        Body = body,
        Timestamp = From,
        Metadata = new AppendMetadata(),
        ErasedProperties = [],
    });
}
