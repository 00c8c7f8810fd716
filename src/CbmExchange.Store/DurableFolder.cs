using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace CbmExchange.Store;

/// <summary>
/// Makes renames durable: the new name is on disk once its folder was flushed; .NET itself opens files only.
/// </summary>
public static partial class DurableFolder
{
    private const int ReadOnly = 0;

    /// <summary>What was renamed in the folder before is on disk when the call returns.</summary>
    /// <exception cref="IOException">The folder cannot be opened or flushed.</exception>
    public static void Flush(string folder)
    {
        using var handle = Open(folder);
        RandomAccess.FlushToDisk(handle);
    }

    private static SafeFileHandle Open(string folder)
    {
        var descriptor = OpenDescriptor(folder, ReadOnly);
        return descriptor >= 0
            ? new SafeFileHandle(descriptor, ownsHandle: true)
            : throw new IOException("A folder cannot be opened.", new Win32Exception(Marshal.GetLastPInvokeError()));
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int OpenDescriptor(string path, int flags);
}
