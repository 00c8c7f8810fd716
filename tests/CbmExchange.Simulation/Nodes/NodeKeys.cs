using CbmExchange.Domain;
using CbmExchange.Envelopes.Keys;
using CbmExchange.Simulation.World;

namespace CbmExchange.Simulation.Nodes;

/// <summary>What a participant signs with, and what the others know of it.</summary>
internal sealed class NodeKeys
{
    private static readonly TimeSpan Valid = TimeSpan.FromDays(3000);

    /// <summary>Keys of a participant; the fast ones depend on its number alone.</summary>
    public NodeKeys(ParticipantId owner, bool isReal)
    {
        Statement = New(KeyPurpose.Statement, owner, isReal);
        Checkpoint = New(KeyPurpose.Checkpoint, owner, isReal);
        Public = PeerKeys.Of(owner, [Admitted(Statement, isReal), Admitted(Checkpoint, isReal)]);
    }

    public SigningKey Statement { get; }

    public SigningKey Checkpoint { get; }

    public PeerKeys Public { get; }

    private static SigningKey New(KeyPurpose purpose, ParticipantId owner, bool isReal) => isReal
        ? EcdsaSigningKey.Create(purpose)
        : new FastSigningKey(purpose, System.Text.Encoding.ASCII.GetBytes($"{purpose} {owner}"));

    private static PeerKey Admitted(SigningKey key, bool isReal) => new(
        isReal
            ? VerificationKey.TryRead(key.SubjectPublicKeyInfo.Span)!
            : new FastVerificationKey(key.SubjectPublicKeyInfo),
        key.Purpose, EventQueue.Epoch - Valid, EventQueue.Epoch + Valid);
}
