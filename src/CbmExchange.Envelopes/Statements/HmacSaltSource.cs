using System.Security.Cryptography;
using System.Text;
using CbmExchange.Domain;

namespace CbmExchange.Envelopes.Statements;

/// <summary>
/// HMAC-SHA-256 under the node's secret over record, version secret, use and place. Destroying the version secret makes
/// the salts of that version unrecoverable, so a digest that outlives its disclosure cannot be guessed at.
/// </summary>
public sealed class HmacSaltSource : ISaltSource
{
    /// <summary>Bytes of either secret: as strong as the hash.</summary>
    public const int SecretBytes = 32;

    private readonly byte[] versionKey;

    /// <summary>Binds both secrets. Throws when one is not <see cref="SecretBytes"/> long.</summary>
    public HmacSaltSource(ReadOnlySpan<byte> nodeSecret, ReadOnlySpan<byte> versionSecret)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(nodeSecret.Length, SecretBytes);
        ArgumentOutOfRangeException.ThrowIfNotEqual(versionSecret.Length, SecretBytes);
        versionKey = HMACSHA256.HashData(nodeSecret, versionSecret);
    }

    /// <inheritdoc/>
    public byte[] Derive(RecordId record, SaltUse use, string place) =>
        HMACSHA256.HashData(versionKey, Encoding.UTF8.GetBytes($"cbm.exchange/salt/v1\n{use}\n{record}\n{place}"));
}
