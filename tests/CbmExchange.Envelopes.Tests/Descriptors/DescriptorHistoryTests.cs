using System.Collections.Immutable;
using CbmExchange.Contracts.Sync.V1;
using CbmExchange.Envelopes.Descriptors;
using CbmExchange.Envelopes.Keys;
using CbmExchange.Envelopes.PeerStreams;
using Google.Protobuf;

namespace CbmExchange.Envelopes.Tests.Descriptors;

/// <summary>All versions of a descriptor in one piece, and what of it is new to whoever holds some.</summary>
public sealed class DescriptorHistoryTests
{
    private static readonly DescriptorSamples Xa = new(Samples.Xa);
    private static readonly DescriptorSamples Xb = new(Samples.Xb);

    private static readonly EcdsaSigningKey NewKey = EcdsaSigningKey.Create(KeyPurpose.Statement);
    private static readonly VerifiedDescriptor First = DescriptorVerifier.Open(Xa.Sign(), null).Value;
    private static readonly VerifiedDescriptor Second = DescriptorVerifier.Open(Xa.SignNext(First), First).Value;
    private static readonly VerifiedDescriptor Third = DescriptorVerifier.Open(
        Xa.SignNext(Second, body => body.Keys[0] = Key(NewKey)), Second).Value;

    [Fact]
    public void A_single_version_is_handed_over_as_it_is()
    {
        Assert.Equal(First.SignedBytes.ToArray(), DescriptorHistories.Write([First]));
        Assert.Equal([1], Versions(DescriptorHistories.Write([First]), null));
    }

    [Fact]
    public void Whoever_holds_nothing_takes_all_versions_and_whoever_holds_some_the_rest()
    {
        var all = DescriptorHistories.Write([First, Second, Third]);

        Assert.Equal([1, 2, 3], Versions(all, null));
        Assert.Equal([3], Versions(all, Second));
        Assert.Equal([2, 3], Versions(all, First));
        Assert.Equal([3], Versions(Third.SignedBytes.ToArray(), Second));
    }

    [Fact]
    public void What_is_held_or_older_is_refused()
    {
        Assert.Equal(DescriptorFaults.WrongChain, Open(DescriptorHistories.Write([First, Second]), Second).Fault?.Name);
        Assert.Equal(DescriptorFaults.WrongChain, Open(First.SignedBytes.ToArray(), Third).Fault?.Name);
        Assert.Equal(
            DescriptorFaults.WrongChain, Open(DescriptorHistories.Write([First, Second]), Third).Fault?.Name);
    }

    [Fact]
    public void A_history_with_a_version_left_out_exchanged_or_signed_by_another_is_refused()
    {
        Assert.Equal(DescriptorFaults.WrongChain, Open(DescriptorHistories.Write([First, Third]), null).Fault?.Name);
        Assert.Equal(DescriptorFaults.WrongChain, Open(DescriptorHistories.Write([Second, First]), null).Fault?.Name);
        Assert.Equal(DescriptorFaults.WrongChain, Open(Third.SignedBytes.ToArray(), null).Fault?.Name);
        using var thief = EcdsaSigningKey.Create(KeyPurpose.Recovery);
        var body = Second.Body.Clone();
        body.Endpoints[0] = "elsewhere.example:1";
        byte[] forged = DescriptorSigner.Sign(body, thief);
        Assert.Equal(DescriptorFaults.Forged, Open(Piece(First.SignedBytes, forged), null).Fault?.Name);
        Assert.Equal(DescriptorFaults.Forged, Open(Piece(First.SignedBytes, forged), First).Fault?.Name);
    }

    [Fact]
    public void A_key_of_another_participant_in_any_version_is_refused_and_the_newest_must_be_valid()
    {
        var other = DescriptorVerifier.Open(Xb.Sign(body => body.Keys[1].Spki = First.Body.Keys[0].Spki), null).Value;
        var all = DescriptorHistories.Write([First, Second, Third]);

        Assert.Equal(
            DescriptorFaults.KeyReused, DescriptorHistories.Verify(all, null, [other], Samples.Now).Fault?.Name);
        Assert.Equal(
            DescriptorFaults.Expired,
            DescriptorHistories.Verify(all, null, [], Samples.Now.AddDays(366)).Fault?.Name);
        Assert.True(DescriptorHistories.Verify(all, null, [], Samples.Now).IsAccepted);
    }

    [Fact]
    public void Bytes_that_are_nothing_are_malformed_or_too_long()
    {
        Assert.Equal(DescriptorFaults.Malformed, Open([0xff, 0xff], null).Fault?.Name);
        Assert.Equal(DescriptorFaults.Malformed, Open([], First).Fault?.Name);
        Assert.Equal(
            DescriptorFaults.OverLong,
            Open(new byte[EnvelopeLimits.DescriptorHistoryBytesMax + 1], null).Fault?.Name);
        Assert.Null(DescriptorHistories.ParticipantOf(new byte[] { 0xff }));
    }

    [Fact]
    public void An_announced_version_is_taken_in_its_turn_and_a_known_one_changes_nothing()
    {
        var admitted = AdmittedParticipant.Of([First]);

        var next = admitted.Apply(Added(Second), []).Value;
        var last = next.Apply(Added(Third), []).Value;

        Assert.Equal(3, last.Current.Body.Version);
        Assert.Same(last, last.Apply(Added(Second), []).Value);
        Assert.Equal(DescriptorFaults.WrongChain, admitted.Apply(Added(Third), []).Fault?.Name);
        Assert.NotNull(last.Keys.Find(KeyPurpose.Statement, NewKey.Id));
    }

    private static KeyChange Added(VerifiedDescriptor version) => new()
    {
        Change = KeyChanges.Added,
        SignedDescriptor = ByteString.CopyFrom(version.SignedBytes.Span),
    };

    private static DescriptorKey Key(SigningKey key) =>
        DescriptorSigner.Describe(key, Samples.Now.AddDays(-1), Samples.Now.AddDays(365));

    private static byte[] Piece(params ReadOnlyMemory<byte>[] versions)
    {
        var history = new DescriptorHistory();
        history.SignedDescriptors.AddRange(versions.Select(version => ByteString.CopyFrom(version.Span)));
        return history.ToByteArray();
    }

    private static Verdict<ImmutableList<VerifiedDescriptor>, DescriptorFault> Open(
        byte[] handedOver, VerifiedDescriptor? held) => DescriptorHistories.Open(handedOver, held);

    private static int[] Versions(byte[] handedOver, VerifiedDescriptor? held) =>
        [.. Open(handedOver, held).Value.Select(version => version.Body.Version)];
}
