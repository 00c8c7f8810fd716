namespace CbmExchange.Rules.Tests;

/// <summary>A file of the repository.</summary>
/// <param name="Path">From the root, with forward slashes.</param>
/// <param name="FullPath">On this machine.</param>
internal sealed record SourceFile(string Path, string FullPath)
{
    private readonly Lazy<byte[]> bytes = new(() => File.ReadAllBytes(FullPath));

    /// <summary>File name without folders.</summary>
    public string Name => System.IO.Path.GetFileName(Path);

    /// <summary>Folder from the root, without a slash at its end.</summary>
    public string Folder => System.IO.Path.GetDirectoryName(Path)!.Replace('\\', '/');

    /// <summary>True for descriptor images, pictures and the like: git's own test, a zero byte early on.</summary>
    public bool IsBinary => bytes.Value.AsSpan(0, Math.Min(bytes.Value.Length, 8000)).Contains((byte)0)
        || Path.EndsWith(".binpb", StringComparison.Ordinal);

    /// <summary>The text.</summary>
    public string Text => File.ReadAllText(FullPath);

    /// <summary>The lines, without their ends.</summary>
    public string[] Lines => File.ReadAllLines(FullPath);
}
