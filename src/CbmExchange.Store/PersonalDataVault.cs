using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using CbmExchange.Store.PersonalData;

namespace CbmExchange.Store;

/// <summary>
/// The keys under which personal data of this node's own events is sealed: one AES-256-GCM key per person and record,
/// wrapped under the master key. Destroying a key erases what was sealed under it from the log, which is never
/// rewritten. Backups and archived write-ahead log made before hold the key still: they MUST expire by the node's
/// retention rule (decision 0007).
/// </summary>
public sealed class PersonalDataVault
{
    /// <summary>Bytes of the master key and of each key.</summary>
    public const int KeyBytes = 32;

    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    // Half of the hash: no two persons of one record meet.
    private const int NameBytes = 16;

    private readonly ConcurrentDictionary<Guid, byte[]> opened = new();
    private readonly IPersonalKeyTable table;
    private readonly byte[] masterKey;
    private readonly byte[] nameKey;
    private readonly TimeProvider clock;

    internal PersonalDataVault(IPersonalKeyTable table, ReadOnlySpan<byte> masterKey, TimeProvider clock)
    {
        if (masterKey.Length != KeyBytes)
        {
            throw new ArgumentException($"The master key of personal data has {KeyBytes} bytes.", nameof(masterKey));
        }

        this.table = table;
        this.masterKey = masterKey.ToArray();
        nameKey = HKDF.DeriveKey(
            HashAlgorithmName.SHA256, this.masterKey, KeyBytes, info: "cbm-person-name"u8.ToArray());
        this.clock = clock;
    }

    /// <summary>After keys were destroyed: whoever keeps what was opened with them forgets it.</summary>
    internal event Action? Destroyed;

    /// <summary>
    /// Destroys all keys of a record; its persons are missing from every list from now on. True when there was one.
    /// Durable when it returns; repeating it is harmless. Later events of the record are sealed under new keys.
    /// </summary>
    public Task<bool> DestroyAsync(string recordId, CancellationToken cancellationToken = default) =>
        DestroyAllAsync(recordId, cancellationToken);

    /// <summary>Destroys the key of one person of a record, named as the rules do; the others stay.</summary>
    public Task<bool> DestroyPersonAsync(
        string recordId, string person, CancellationToken cancellationToken = default) =>
        DestroyAllAsync(SubjectOf(recordId, person), cancellationToken);

    private async Task<bool> DestroyAllAsync(string subject, CancellationToken cancellationToken)
    {
        var destroyed = await table.DestroyAsync(subject, clock.GetUtcNow(), cancellationToken).ConfigureAwait(false);
        foreach (var keyId in destroyed)
        {
            if (opened.TryRemove(keyId, out var key))
            {
                CryptographicOperations.ZeroMemory(key);
            }
        }

        Destroyed?.Invoke();
        return destroyed.Count > 0;
    }

    /// <summary>
    /// Names the key of a person without telling who it is: whoever has the database but not the master key cannot try
    /// names.
    /// </summary>
    internal string SubjectOf(string recordId, string person)
    {
        var name = HMACSHA256.HashData(nameKey, Encoding.UTF8.GetBytes($"{recordId}\n{person}"));
        return $"{recordId}/{Convert.ToHexStringLower(name.AsSpan(0, NameBytes))}";
    }

    /// <summary>The live key of a subject, made when there is none.</summary>
    internal async ValueTask<(Guid KeyId, byte[] Key)> KeyForAsync(string subject, CancellationToken cancellationToken)
    {
        var wrapped = await table.FindAsync(subject, cancellationToken).ConfigureAwait(false);
        if (wrapped is null)
        {
            var made = Wrap(Guid.NewGuid(), RandomNumberGenerator.GetBytes(KeyBytes));
            wrapped = await table.AddAsync(subject, made, clock.GetUtcNow(), cancellationToken).ConfigureAwait(false);
        }

        return (wrapped.KeyId, Unwrap(wrapped));
    }

    /// <summary>Those of the keys that still exist.</summary>
    internal async ValueTask<IReadOnlyDictionary<Guid, byte[]>> KeysAsync(
        IReadOnlyCollection<Guid> keyIds, CancellationToken cancellationToken)
    {
        var found = new Dictionary<Guid, byte[]>();
        var missing = new List<Guid>();
        foreach (var keyId in keyIds)
        {
            if (opened.TryGetValue(keyId, out var key))
            {
                found[keyId] = key.ToArray();
            }
            else
            {
                missing.Add(keyId);
            }
        }

        if (missing.Count > 0)
        {
            foreach (var wrapped in await table.ReadAsync(missing, cancellationToken).ConfigureAwait(false))
            {
                found[wrapped.KeyId] = Remember(wrapped.KeyId, Unwrap(wrapped));
            }
        }

        return found;
    }

    private byte[] Remember(Guid keyId, byte[] key)
    {
        if (opened.Count >= StoreLimits.PersonalKeyCacheCountMax)
        {
            opened.Clear();
        }

        opened[keyId] = key.ToArray();
        return key;
    }

    private WrappedKey Wrap(Guid keyId, byte[] key)
    {
        var wrapped = new byte[NonceBytes + KeyBytes + TagBytes];
        RandomNumberGenerator.Fill(wrapped.AsSpan(0, NonceBytes));
        using var aes = new AesGcm(masterKey, TagBytes);
        aes.Encrypt(wrapped.AsSpan(0, NonceBytes), key, wrapped.AsSpan(NonceBytes, KeyBytes),
            wrapped.AsSpan(NonceBytes + KeyBytes), Context(keyId));
        return new WrappedKey(keyId, wrapped);
    }

    private byte[] Unwrap(WrappedKey wrapped)
    {
        var key = new byte[KeyBytes];
        using var aes = new AesGcm(masterKey, TagBytes);
        try
        {
            aes.Decrypt(wrapped.Wrapped.AsSpan(0, NonceBytes), wrapped.Wrapped.AsSpan(NonceBytes, KeyBytes),
                wrapped.Wrapped.AsSpan(NonceBytes + KeyBytes), key, Context(wrapped.KeyId));
            return key;
        }
        catch (CryptographicException inner)
        {
            throw new StoreUnavailableException(
                "Personal data in this database is sealed under another master key: restore the key file that belongs "
                + "to it.",
                inner);
        }
    }

    private static byte[] Context(Guid keyId) => Encoding.ASCII.GetBytes("cbm-personal-key|" + keyId.ToString("D"));
}
