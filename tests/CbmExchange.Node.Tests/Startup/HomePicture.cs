using System.Security.Cryptography;

namespace CbmExchange.Node.Tests.Startup;

/// <summary>
/// Every file of a home with the hash of its bytes, but for the lock, which each start writes, and the database.
/// </summary>
internal static class HomePicture
{
    /// <summary>Path and hash of each, in order.</summary>
    public static string Of(string folder) => string.Join('\n', Directory
        .EnumerateFiles(folder, "*", SearchOption.AllDirectories)
        .Select(file => (Name: Path.GetRelativePath(folder, file), File: file))
        .Where(one => one.Name != "serve.lock" && !one.Name.StartsWith("postgres" + '/', StringComparison.Ordinal))
        .OrderBy(one => one.Name, StringComparer.Ordinal)
        .Select(one => $"{one.Name} {Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(one.File)))}"));
}
