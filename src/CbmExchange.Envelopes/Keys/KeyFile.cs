using System.Security.Cryptography;
using System.Text;

// Key files are what this type is for: mode and flush are part of the promise.
#pragma warning disable RS0030

namespace CbmExchange.Envelopes.Keys;

/// <summary>
/// Private keys on disk: PEM of PKCS#8, optionally encrypted (PBES2, AES-256-CBC, PBKDF2 with SHA-256), one per file,
/// mode 0600. A file that others can read is refused: its key may have been copied.
/// </summary>
public static class KeyFile
{
    /// <summary>PBKDF2 rounds: about 0.1 s, paid once per start (OWASP's figure for HMAC-SHA-256).</summary>
    public const int PassphraseIterations = 600_000;

    /// <summary>Bytes of a key file: a P-256 key takes under 1 KiB.</summary>
    public const int KeyFileBytesMax = 16 * 1024;

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>
    /// Writes a private key. Throws <see cref="KeyFileException"/> when the file exists: a key is never overwritten.
    /// Its bytes are on disk when the call returns.
    /// </summary>
    public static void Write(string path, ECDsa key, string? passphrase)
    {
        var pem = passphrase is null
            ? key.ExportPkcs8PrivateKeyPem()
            : key.ExportEncryptedPkcs8PrivateKeyPem(passphrase, new PbeParameters(
                PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, PassphraseIterations));
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        try
        {
            using var file = new FileStream(path, options);
            file.Write(Encoding.ASCII.GetBytes(pem + "\n"));
            file.Flush(flushToDisk: true);
        }
        catch (IOException error)
        {
            throw new KeyFileException($"The key file {path} cannot be written: {error.Message}", error);
        }
    }

    /// <summary>Reads a signing key. Throws <see cref="KeyFileException"/> with what to do.</summary>
    public static EcdsaSigningKey Read(string path, KeyPurpose purpose, string? passphrase) =>
        new(purpose, ReadPrivate(path, passphrase));

    /// <summary>
    /// Reads a private key of any use, e.g. of a TLS certificate. Throws <see cref="KeyFileException"/>.
    /// </summary>
    public static ECDsa ReadPrivate(string path, string? passphrase)
    {
        var pem = ReadText(path);
        var key = ECDsa.Create();
        try
        {
            Import(key, pem, passphrase, path);
            P256.PublicPart(key);
            return key;
        }
        catch (Exception error) when (error is ArgumentException or CryptographicException)
        {
            key.Dispose();
            throw new KeyFileException(
                $"The key file {path} holds no ECDSA P-256 private key that this passphrase opens; give the right "
                + "passphrase or restore the file.", error);
        }
        catch
        {
            key.Dispose();
            throw;
        }
    }

    private static void Import(ECDsa key, string pem, string? passphrase, string path)
    {
        var encrypted = pem.Contains("BEGIN ENCRYPTED PRIVATE KEY", StringComparison.Ordinal);
        if (encrypted && passphrase is null)
        {
            throw new KeyFileException($"The key file {path} is encrypted; give its passphrase.");
        }

        if (encrypted)
        {
            key.ImportFromEncryptedPem(pem, passphrase);
            return;
        }

        key.ImportFromPem(pem);
    }

    private static string ReadText(string path)
    {
        try
        {
            // The mode is asked of the open file, so that the file cannot be exchanged in between.
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read);
            if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(file.SafeFileHandle) & ~OwnerOnly) != 0)
            {
                throw new KeyFileException(
                    $"The key file {path} can be read by others; find out who did, then run chmod 600 on it or make a "
                    + "new key.");
            }

            if (file.Length > KeyFileBytesMax)
            {
                throw new KeyFileException($"The key file {path} is too long to be a key.");
            }

            using var reader = new StreamReader(file, Encoding.ASCII);
            return reader.ReadToEnd();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new KeyFileException($"The key file {path} cannot be read: {error.Message}", error);
        }
    }
}
