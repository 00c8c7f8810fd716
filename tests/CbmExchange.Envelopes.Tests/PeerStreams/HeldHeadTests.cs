using CbmExchange.Envelopes.Keys;
using CbmExchange.Envelopes.PeerStreams;

namespace CbmExchange.Envelopes.Tests.PeerStreams;

/// <summary>After a start a node asks its peers what they hold of its own streams (design D8).</summary>
public sealed class HeldHeadTests
{
    private static readonly CompactRange Own = At(4);

    [Fact]
    public void Peer_that_holds_nothing_says_so() => Assert.Equal(HeldHeadStanding.Nothing, Judge([]).Value.Standing);

    [Theory]
    [InlineData(4, HeldHeadStanding.Same)]
    [InlineData(2, HeldHeadStanding.Behind)]
    [InlineData(6, HeldHeadStanding.Ahead)]
    public void Head_of_the_same_stream_is_placed(int size, HeldHeadStanding standing)
    {
        var held = Judge(Sign(At(size))).Value;
        Assert.Equal(standing, held.Standing);
        Assert.Equal(size, held.Size);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(2)]
    public void Head_that_our_stream_never_had_is_a_fork(int size)
    {
        var other = Samples.Append(CompactRange.Empty, Samples.Entries(size, 40));
        Assert.Equal(StreamFaults.Forked, Judge(Sign(other)).Fault?.Name);
    }

    [Fact]
    public void Head_that_we_did_not_sign_proves_nothing()
    {
        using var stranger = EcdsaSigningKey.Create(KeyPurpose.Checkpoint);
        var note = StreamHeads.Sign(Samples.Stream, At(9), Samples.Now, stranger);
        Assert.Equal(StreamFaults.UnknownKey, Judge(note).Fault?.Name);
    }

    private static CompactRange At(long size) => Samples.Append(CompactRange.Empty, Samples.Entries((int)size));

    private static byte[] Sign(CompactRange range) =>
        StreamHeads.Sign(Samples.Stream, range, Samples.Now, Samples.CheckpointKey);

    private static Verdict<HeldHead, StreamFault> Judge(byte[] note) =>
        PeerStreamVerifier.JudgeHeldHead(Samples.Stream, note, Samples.Keys, Own, At, Samples.Now);
}
