using System.Security.Cryptography;
using System.Text;

namespace CbmExchange.Node.Home;

/// <summary>A secret of 32 random bytes in a file of its own, base64, mode 0600.</summary>
internal static class SecretFile
{
    /// <summary>As long as the hash and the key that it feeds.</summary>
    public const int SecretBytes = 32;

    /// <summary>
    /// Makes a secret; its bytes are on disk when the call returns. An existing file is never overwritten.
    /// </summary>
    public static void Make(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var file = new FileStream(path, options);
        file.Write(Encoding.ASCII.GetBytes(
            Convert.ToBase64String(RandomNumberGenerator.GetBytes(SecretBytes)) + "\n"));
        file.Flush(flushToDisk: true);
    }

    /// <summary>Reads a secret; one that is no secret is a startup fault.</summary>
    public static byte[] Read(string path)
    {
        var secret = new byte[SecretBytes];
        return Convert.TryFromBase64String(File.ReadAllText(path).Trim(), secret, out var written)
            && written == SecretBytes
            ? secret
            : throw new StartupException($"The file {path} holds no secret; restore it from the backup of this home.");
    }
}
