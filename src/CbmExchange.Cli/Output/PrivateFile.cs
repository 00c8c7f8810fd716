using CbmExchange.Cli.Connection;

namespace CbmExchange.Cli.Output;

/// <summary>A file that holds content: readable by its owner alone, and there only when it is whole.</summary>
internal static class PrivateFile
{
    /// <summary>Writes it under another name until it is whole; a file that is there is not replaced.</summary>
    public static async Task<T> WriteAsync<T>(FileInfo file, Func<FileInfo, Task<T>> write)
    {
        if (file.Exists)
        {
            throw CommandStopped.Usage($"{file} is there already; name another file or move it away.");
        }

        var part = new FileInfo(file.FullName + ".part");
        try
        {
            var written = await write(part).ConfigureAwait(false);
            File.Move(part.FullName, file.FullName);
            return written;
        }
        finally
        {
            part.Delete();
        }
    }

    /// <summary>How the part is opened.</summary>
    public static FileStreamOptions Options()
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return options;
    }
}
