using CbmExchange.Domain;

namespace CbmExchange.Envelopes.Statements;

/// <summary>
/// Where salts and decoys come from. The answer MUST depend on the arguments and on secrets only, never on what was
/// asked before: otherwise a statement would tell how much else was signed (design D5, silence about others).
/// </summary>
public interface ISaltSource
{
    /// <summary>32 bytes that nobody without the secrets can guess; the same for the same arguments.</summary>
    /// <param name="record">The record that is signed.</param>
    /// <param name="use">What the bytes are for.</param>
    /// <param name="place">Field, or field and position, in the content.</param>
    byte[] Derive(RecordId record, SaltUse use, string place);
}
