using CbmExchange.Store;

namespace CbmExchange.Node.Home;

/// <summary>Replaces a file at once: a stop at any moment leaves the old bytes or the new ones, never a part.</summary>
internal static class AtomicFile
{
    private const string HalfWritten = ".new";

    /// <summary>The bytes are on disk, under the name, when the call returns.</summary>
    public static void Write(string path, ReadOnlySpan<byte> bytes)
    {
        var half = path + HalfWritten;
        using (var file = new FileStream(half, FileMode.Create, FileAccess.Write))
        {
            file.Write(bytes);
            file.Flush(flushToDisk: true);
        }

        File.Move(half, path, overwrite: true);
        DurableFolder.Flush(Path.GetDirectoryName(Path.GetFullPath(path))!);
    }
}
