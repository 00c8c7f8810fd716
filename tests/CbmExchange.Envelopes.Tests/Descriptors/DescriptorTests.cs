using CbmExchange.Contracts.Sync.V1;
using CbmExchange.Envelopes.Descriptors;
using CbmExchange.Envelopes.Keys;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace CbmExchange.Envelopes.Tests.Descriptors;

public sealed class DescriptorTests
{
    private static readonly DescriptorSamples Xa = new(Samples.Xa);
    private static readonly DescriptorSamples Xb = new(Samples.Xb);

    [Fact]
    public void First_descriptor_is_verified_by_its_own_recovery_key()
    {
        var descriptor = Verify(Xa.Sign()).Value;
        Assert.Equal(Samples.Xa, descriptor.Participant);
        Assert.Equal(Xa.Recovery.Id, descriptor.RecoveryKey.Key.Id);
        var keys = VerifiedDescriptor.KeysOf([descriptor]);
        Assert.NotNull(keys.Find(KeyPurpose.Statement, Xa.Statement.Id));
        Assert.Null(keys.Find(KeyPurpose.Checkpoint, Xa.Statement.Id));
    }

    [Fact]
    public void Next_version_brings_a_key_and_the_older_key_stays_known()
    {
        var first = Verify(Xa.Sign()).Value;
        using var newKey = EcdsaSigningKey.Create(KeyPurpose.Statement);
        var second = Verify(Xa.SignNext(first, body => body.Keys[0] = Describe(newKey)), first).Value;
        var keys = VerifiedDescriptor.KeysOf([first, second]);
        Assert.NotNull(keys.Find(KeyPurpose.Statement, Xa.Statement.Id));
        Assert.NotNull(keys.Find(KeyPurpose.Statement, newKey.Id));
    }

    [Fact]
    public void Altered_descriptor_is_forged()
    {
        var signed = SignedDescriptor.Parser.ParseFrom(Xa.Sign());
        var body = ParticipantDescriptor.Parser.ParseFrom(signed.Descriptor_);
        body.Endpoints[0] = "elsewhere.example:8443";
        signed.Descriptor_ = body.ToByteString();
        AssertFault(DescriptorFaults.Forged, signed.ToByteArray());
    }

    [Fact]
    public void Next_version_signed_by_its_own_new_recovery_key_is_forged()
    {
        var first = Verify(Xa.Sign()).Value;
        using var thief = EcdsaSigningKey.Create(KeyPurpose.Recovery);
        var body = Xa.Body();
        (body.Version, body.PreviousSha256) = (2, ByteString.CopyFrom(first.Sha256.Span));
        body.Keys[2] = Describe(thief);
        AssertFault(DescriptorFaults.Forged, DescriptorSigner.Sign(body, thief), first);
    }

    [Fact]
    public void Versions_must_follow_each_other()
    {
        var first = Verify(Xa.Sign()).Value;
        AssertFault(DescriptorFaults.WrongChain, Xa.SignNext(first), null);
        AssertFault(DescriptorFaults.WrongChain, Xa.Sign(), first);
        var unchained = Xa.SignNext(first, body => body.PreviousSha256 = ByteString.Empty);
        AssertFault(DescriptorFaults.WrongChain, unchained, first);
        AssertFault(DescriptorFaults.WrongParticipant, Xb.SignNext(first), first);
    }

    [Fact]
    public void Validity_is_checked_to_the_moment()
    {
        var signed = Xa.Sign();
        var (from, until) = (Samples.Now.AddDays(-1), Samples.Now.AddDays(365));
        Assert.Equal(DescriptorFaults.NotYetValid, Verify(signed, now: from.AddTicks(-1)).Fault?.Name);
        Assert.True(Verify(signed, now: from).IsAccepted);
        Assert.True(Verify(signed, now: until).IsAccepted);
        Assert.Equal(DescriptorFaults.Expired, Verify(signed, now: until.AddTicks(1)).Fault?.Name);
        Assert.True(DescriptorVerifier.Open(signed, null).IsAccepted);
    }

    [Fact]
    public void There_is_exactly_one_recovery_key()
    {
        using var second = EcdsaSigningKey.Create(KeyPurpose.Recovery);
        AssertFault(DescriptorFaults.RecoveryKeyMissing, Xa.Sign(body => body.Keys.RemoveAt(2)));
        AssertFault(DescriptorFaults.RecoveryKeyMissing, Xa.Sign(body => body.Keys.Add(Describe(second))));
    }

    [Fact]
    public void Key_or_root_in_two_roles_is_refused()
    {
        AssertFault(DescriptorFaults.KeyReused, Xa.Sign(body => body.Keys[1].Spki = body.Keys[0].Spki));
        AssertFault(DescriptorFaults.KeyReused, Xa.Sign(body => body.Keys[1].Spki =
            ByteString.CopyFrom(Xa.Root.Certificate.PublicKey.ExportSubjectPublicKeyInfo())));
        AssertFault(DescriptorFaults.KeyReused, Xa.Sign(body => body.TlsRoots.Add(body.TlsRoots[0])));
    }

    [Fact]
    public void Key_that_was_dropped_cannot_come_back_for_another_purpose()
    {
        using var other = EcdsaSigningKey.Create(KeyPurpose.Statement);
        var first = Verify(Xa.Sign()).Value;
        var second = Verify(Xa.SignNext(first, body => body.Keys[0] = Describe(other)), first).Value;
        var third = Xa.SignNext(second, body =>
        {
            body.Keys[0] = Describe(other);
            body.Keys[1].Spki = ByteString.CopyFrom(Xa.Statement.SubjectPublicKeyInfo.Span);
        });
        AssertFault(DescriptorFaults.KeyReused, third, second);
    }

    [Fact]
    public void Key_or_root_of_another_participant_is_refused()
    {
        var others = new[] { Verify(Xb.Sign()).Value };
        var key = Xa.Sign(body => body.Keys[0].Spki = ByteString.CopyFrom(Xb.Statement.SubjectPublicKeyInfo.Span));
        var root = Xa.Sign(body => body.TlsRoots[0] = ByteString.CopyFrom(Xb.Root.Der));
        Assert.Equal(DescriptorFaults.KeyReused, Verify(key, others: others).Fault?.Name);
        Assert.Equal(DescriptorFaults.KeyReused, Verify(root, others: others).Fault?.Name);
        Assert.True(Verify(Xa.Sign(), others: others).IsAccepted);
    }

    [Fact]
    public void Root_that_is_no_authority_is_refused()
    {
        using var leaf = TlsIssuer.IssueOfficer(Xa.Root, "x", Samples.Now, Samples.Now.AddDays(1));
        AssertFault(DescriptorFaults.RootUnusable, Xa.Sign(body => body.TlsRoots[0] = ByteString.CopyFrom(leaf.Der)));
        AssertFault(DescriptorFaults.RootUnusable, Xa.Sign(body => body.TlsRoots[0] = ByteString.CopyFrom(1, 2)));
    }

    [Fact]
    public void Missing_parts_and_long_lives_are_malformed()
    {
        AssertFault(DescriptorFaults.Malformed, [0xff, 0xff]);
        AssertFault(DescriptorFaults.Malformed, []);
        AssertFault(DescriptorFaults.Malformed, Xa.Sign(body => body.ParticipantId = "XA"));
        AssertFault(DescriptorFaults.Malformed, Xa.Sign(body => body.ValidUntil = null));
        AssertFault(DescriptorFaults.Malformed, Xa.Sign(body => body.TlsRoots.Clear()));
        AssertFault(DescriptorFaults.Malformed, Xa.Sign(body => body.Keys[0].Purpose = "tls"));
        AssertFault(DescriptorFaults.Malformed, Xa.Sign(body => body.Keys[0].NotAfter = null));
        AssertFault(DescriptorFaults.Malformed, Xa.Sign(body => body.Keys[0].NotBefore.Seconds = long.MinValue));
        AssertFault(DescriptorFaults.Malformed, Xa.Sign(body => body.ValidFrom.Seconds = long.MinValue));
        AssertFault(DescriptorFaults.Malformed, Xa.Sign(body =>
            body.ValidUntil = Samples.Now.AddDays(731).ToTimestamp()));
        AssertFault(DescriptorFaults.OverLong, new byte[EnvelopeLimits.DescriptorBytesMax + 1]);
    }

    private static DescriptorKey Describe(SigningKey key) =>
        DescriptorSigner.Describe(key, Samples.Now.AddDays(-1), Samples.Now.AddDays(365));

    private static Verdict<VerifiedDescriptor, DescriptorFault> Verify(
        byte[] signed,
        VerifiedDescriptor? previous = null,
        DateTimeOffset? now = null,
        IEnumerable<VerifiedDescriptor>? others = null) =>
        DescriptorVerifier.Verify(signed, previous, others ?? [], now ?? Samples.Now);

    private static void AssertFault(string name, byte[] signed, VerifiedDescriptor? previous = null) =>
        Assert.Equal(name, Verify(signed, previous).Fault?.Name);
}
