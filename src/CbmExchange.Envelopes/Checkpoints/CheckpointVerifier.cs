using CbmExchange.Envelopes.Keys;

namespace CbmExchange.Envelopes.Checkpoints;

/// <summary>
/// Opens signed checkpoints. The text is not read before a signature of the participant holds. Guards:
/// one admitted checkpoint key; not compromised; valid at the signing time; not dated far ahead. Of several signatures
/// one by a key in good standing is enough, and each by a known key must hold.
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

        var (signers, fault) = FindSigners(note, keys);
        if (fault is not null)
        {
            return (null, fault);
        }

        if (CheckpointText.TryRead(note.Text) is not { } checkpoint)
        {
            return (null, CheckpointFault.Malformed);
        }

        return Judge(signers, checkpoint.SignedAt, now) is { } refused ? (null, refused) : (checkpoint, null);
    }

    // signed-note: unknown signatures are ignored; a signature of a known key that does not hold rejects the note.
    private static (List<PeerKey> Signers, CheckpointFault? Fault) FindSigners(SignedNote note, PeerKeys keys)
    {
        var signers = new List<PeerKey>();
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
                return (signers, CheckpointFault.Forged);
            }

            signers.Add(holds);
        }

        return (signers, signers.Count == 0 ? CheckpointFault.UnknownKey : null);
    }

    private static CheckpointFault? Judge(List<PeerKey> signers, DateTimeOffset signedAt, DateTimeOffset now)
    {
        if (signedAt - now > EnvelopeLimits.CheckpointAheadMax)
        {
            return CheckpointFault.DatedAhead;
        }

        var standings = signers.ConvertAll(key => key.StandingAt(signedAt));
        if (standings.Contains(KeyStanding.Good))
        {
            return null;
        }

        return standings.Contains(KeyStanding.Compromised)
            ? CheckpointFault.KeyCompromised
            : CheckpointFault.KeyNotValid;
    }
}
