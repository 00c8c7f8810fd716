using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace CbmExchange.Store.Attachments;

/// <summary>
/// A handle to a folder: .NET opens files only, and a rename is durable after its folder was flushed.
/// </summary>
internal static partial class FolderHandle
{
    private const int ReadOnly = 0;

    public static SafeFileHandle Open(string path)
    {
        var descriptor = OpenDescriptor(path, ReadOnly);
        return descriptor >= 0
            ? new SafeFileHandle(descriptor, ownsHandle: true)
            : throw new IOException("A folder cannot be opened.", new Win32Exception(Marshal.GetLastPInvokeError()));
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int OpenDescriptor(string path, int flags);
}
