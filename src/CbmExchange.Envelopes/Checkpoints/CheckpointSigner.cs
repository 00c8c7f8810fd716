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
    public static byte[] Sign(Checkpoint checkpoint, ParticipantId signer, SigningKey key) =>
        Sign(checkpoint, signer, [key]);

    /// <summary>
    /// The same with a signature of each key, in their order: while a new key is announced, whoever knows only the one
    /// before can open the head too (PROTOCOL.md §4). At least one key, at most
    /// <see cref="EnvelopeLimits.CheckpointKeysMax"/>.
    /// </summary>
    public static byte[] Sign(Checkpoint checkpoint, ParticipantId signer, IReadOnlyList<SigningKey> keys)
    {
        if (keys.Count is 0 or > EnvelopeLimits.CheckpointKeysMax)
        {
            throw new ArgumentException("A head is signed with one to four keys.", nameof(keys));
        }

        var text = CheckpointText.Write(checkpoint);
        return SignedNote.Write(text, signer.Value, keys.Select(key =>
        {
            key.MustBeFor(KeyPurpose.Checkpoint);
            var signature = key.Sign(SignedNote.SignedBytes(text), SignatureForm.Der);
            return key.Id.ToBytes()[..SignedNote.KeyIdBytes].Concat(signature).ToArray();
        }));
    }
}
