namespace CbmExchange.Envelopes.Keys;

/// <summary>How an ECDSA signature is written.</summary>
public enum SignatureForm
{
    /// <summary>r ‖ s, 64 bytes (ES256, RFC 7518 §3.4).</summary>
    Concatenated,

    /// <summary>DER sequence of r and s (RFC 3279 §2.2.3), as in signed notes and certificates.</summary>
    Der,
}
