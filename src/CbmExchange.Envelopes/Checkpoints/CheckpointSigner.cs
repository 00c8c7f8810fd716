using CbmExchange.Domain;
using CbmExchange.Envelopes.Keys;

namespace CbmExchange.Envelopes.Checkpoints;

/// <summary>Signs heads of streams: ECDSA P-256, signature type 0x02 of C2SP signed-note.</summary>
public static class CheckpointSigner
{
    /// <summary>
    /// The signed note, UTF-8. The signer MUST NOT sign two heads of one stream of which one does not extend the other:
    /// peers keep them as evidence of a fork.
    /// </summary>
    public static byte[] Sign(Checkpoint checkpoint, ParticipantId signer, SigningKey key)
    {
        key.MustBeFor(KeyPurpose.Checkpoint);
        var text = CheckpointText.Write(checkpoint);
        var signature = key.Sign(SignedNote.SignedBytes(text), SignatureForm.Der);
        return SignedNote.Write(text, signer.Value, key.Id.ToBytes().AsSpan(0, SignedNote.KeyIdBytes), signature);
    }
}
