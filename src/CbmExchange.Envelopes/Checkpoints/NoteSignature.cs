namespace CbmExchange.Envelopes.Checkpoints;

/// <summary>One signature line of a note.</summary>
/// <param name="Signer">Key name.</param>
/// <param name="KeyId">Four bytes: a hint.</param>
/// <param name="Signature">What follows it.</param>
internal sealed record NoteSignature(string Signer, ReadOnlyMemory<byte> KeyId, ReadOnlyMemory<byte> Signature);
