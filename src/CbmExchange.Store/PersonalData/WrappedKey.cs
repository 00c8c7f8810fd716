namespace CbmExchange.Store.PersonalData;

/// <summary>A key under the master key: nonce (12 bytes), ciphertext (32), tag (16).</summary>
internal sealed record WrappedKey(Guid KeyId, byte[] Wrapped);
