using System.Globalization;
using System.Text;

namespace CbmExchange.Node.Home;

/// <summary>
/// One process serves a home: two would sign two histories of one stream. The operating system lets go of the lock when
/// the process ends, however it ends, so there is nothing to clear away by hand.
/// </summary>
internal static class HomeLock
{
    /// <summary>Takes the lock until disposed; a home that is served already is a startup fault.</summary>
    public static FileStream Take(NodeHome home)
    {
        try
        {
            var file = new FileStream(home.LockFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            file.SetLength(0);
            file.Write(Encoding.ASCII.GetBytes(
                Environment.ProcessId.ToString(CultureInfo.InvariantCulture) + "\n"));
            file.Flush();
            return file;
        }
        catch (UnauthorizedAccessException)
        {
            throw new StartupException(
                $"The home {home.Folder} cannot be written by the account {Environment.UserName}; start the node with "
                + "the account that made the home.");
        }
        catch (IOException error) when (error.HResult is LockedOnLinux or LockedOnMac or LockedOnWindows)
        {
            throw new StartupException(
                $"The home {home.Folder} is served by another process already, whose number stands in "
                + $"{home.LockFile}; stop that one first, or give another --home.");
        }
        catch (IOException error)
        {
            throw new StartupException($"{home.LockFile} cannot be written: {error.Message} Mend that, then start again.");
        }
    }

    // EWOULDBLOCK of flock, and ERROR_SHARING_VIOLATION.
    private const int LockedOnLinux = 11;
    private const int LockedOnMac = 35;
    private const int LockedOnWindows = unchecked((int)0x80070020);
}
