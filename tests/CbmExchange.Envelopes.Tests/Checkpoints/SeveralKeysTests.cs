using System.Text;
using CbmExchange.Envelopes.Checkpoints;
using CbmExchange.Envelopes.Keys;

namespace CbmExchange.Envelopes.Tests.Checkpoints;

/// <summary>While a checkpoint key is replaced, heads carry the signatures of the new and of the old key.</summary>
public sealed class SeveralKeysTests
{
    private static readonly EcdsaSigningKey Old = EcdsaSigningKey.Create(KeyPurpose.Checkpoint);
    private static readonly EcdsaSigningKey New = EcdsaSigningKey.Create(KeyPurpose.Checkpoint);
    private static readonly PeerKeys KnowsOld = Samples.KeysOf(Samples.Xa, Old);
    private static readonly PeerKeys KnowsBoth = Samples.KeysOf(Samples.Xa, Old, New);

    private static readonly Checkpoint Head = new(Samples.Stream.Origin, 7, [.. new byte[32]], Samples.Now);

    [Fact]
    public void Whoever_knows_either_key_opens_the_head()
    {
        var note = CheckpointSigner.Sign(Head, Samples.Xa, [New, Old]);

        Assert.Null(Fault(note, KnowsOld));
        Assert.Null(Fault(note, Samples.KeysOf(Samples.Xa, New)));
        Assert.Null(Fault(note, KnowsBoth));
        Assert.Equal(CheckpointFault.UnknownKey, Fault(note, Samples.KeysOf(Samples.Xa, Samples.CheckpointKey)));
    }

    [Theory]
    [InlineData(KeyStatus.Retired, CheckpointFault.KeyNotValid)]
    [InlineData(KeyStatus.Compromised, CheckpointFault.KeyCompromised)]
    public void The_old_key_alone_no_longer_counts_and_beside_the_new_one_it_does_no_harm(
        KeyStatus status, CheckpointFault alone)
    {
        var told = KnowsBoth.WithStatus(Old.Id, status, Samples.Now.AddDays(-1));

        Assert.Null(Fault(CheckpointSigner.Sign(Head, Samples.Xa, [New, Old]), told));
        Assert.Null(Fault(CheckpointSigner.Sign(Head, Samples.Xa, [Old, New]), told));
        Assert.Equal(alone, Fault(CheckpointSigner.Sign(Head, Samples.Xa, Old), told));
    }

    [Fact]
    public void A_known_key_whose_signature_does_not_hold_spoils_the_head()
    {
        var other = Head with { Size = 8 };
        var lines = Encoding.UTF8.GetString(CheckpointSigner.Sign(other, Samples.Xa, Old)).Split('\n');
        byte[] note = [.. CheckpointSigner.Sign(Head, Samples.Xa, New), .. Encoding.UTF8.GetBytes(lines[^2] + "\n")];

        Assert.Equal(CheckpointFault.Forged, Fault(note, KnowsBoth));
    }

    [Fact]
    public void More_keys_than_the_limit_are_a_bug()
    {
        var keys = Enumerable.Repeat(Old, EnvelopeLimits.CheckpointKeysMax + 1).ToList();
        Assert.Throws<ArgumentException>(() => CheckpointSigner.Sign(Head, Samples.Xa, keys));
        Assert.Throws<ArgumentException>(() => CheckpointSigner.Sign(Head, Samples.Xa, Array.Empty<SigningKey>()));
    }

    private static CheckpointFault? Fault(byte[] note, PeerKeys keys) =>
        CheckpointVerifier.Open(note, keys, Samples.Now).Fault;
}
