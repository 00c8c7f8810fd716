using CbmExchange.Envelopes.Keys;

namespace CbmExchange.Envelopes.Checkpoints;

/// <summary>
/// Opens signed checkpoints. The text is not read before a signature of the participant holds. Guards:
/// one admitted checkpoint key; not compromised; valid at the signing time; not dated far ahead.
/// </summary>
public static class CheckpointVerifier
{
    /// <summary>The checkpoint, or why not: exactly one of the two is null.</summary>
    public static (Checkpoint? Checkpoint, CheckpointFault? Fault) Open(
        ReadOnlySpan<byte> signedNote, PeerKeys keys, DateTimeOffset now)
    {
        if (SignedNote.TryRead(signedNote) is not { } note)
        {
            return (null, CheckpointFault.Malformed);
        }

        var (key, fault) = FindSigner(note, keys);
        if (key is null)
        {
            return (null, fault);
        }

        if (CheckpointText.TryRead(note.Text) is not { } checkpoint)
        {
            return (null, CheckpointFault.Malformed);
        }

        return Judge(key, checkpoint.SignedAt, now) is { } refused ? (null, refused) : (checkpoint, null);
    }

    // signed-note: unknown signatures are ignored; a signature of a known key that does not hold rejects the note.
    private static (PeerKey? Key, CheckpointFault? Fault) FindSigner(SignedNote note, PeerKeys keys)
    {
        PeerKey? signer = null;
        var signed = SignedNote.SignedBytes(note.Text);
        foreach (var signature in note.Signatures.Where(line => line.Signer == keys.Participant.Value))
        {
            var known = keys.FindByNoteKeyId(KeyPurpose.Checkpoint, signature.KeyId).ToList();
            if (known.Count == 0)
            {
                continue;
            }

            var holds = known.Find(key => key.Key.Verify(signed, signature.Signature.Span, SignatureForm.Der));
            if (holds is null)
            {
                return (null, CheckpointFault.Forged);
            }

            signer ??= holds;
        }

        return signer is null ? (null, CheckpointFault.UnknownKey) : (signer, null);
    }

    private static CheckpointFault? Judge(PeerKey key, DateTimeOffset signedAt, DateTimeOffset now)
    {
        if (signedAt - now > EnvelopeLimits.CheckpointAheadMax)
        {
            return CheckpointFault.DatedAhead;
        }

        return key.StandingAt(signedAt) switch
        {
            KeyStanding.Good => null,
            KeyStanding.Compromised => CheckpointFault.KeyCompromised,
            _ => CheckpointFault.KeyNotValid,
        };
    }
}
