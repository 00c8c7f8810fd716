using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace CbmExchange.Store.PrivateServer;

/// <summary>
/// Data folder, socket folder, password file. All are of mode 0700 or 0600; data and socket belong to the account that
/// the server runs under. A socket's path has to stay under 107 bytes (sun_path).
/// </summary>
internal sealed partial record ServerFolders(string Data, string Socket, string PasswordFile, string LogFile)
{
    /// <summary>108 bytes of sun_path less its NUL, as PostgreSQL counts.</summary>
    private const int SocketPathBytesMax = 106;

    private const string SocketFile = "/.s.PGSQL.5432";
    private const string RootDataFallback = "/var/lib/cbm-exchange";
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    public static ServerFolders Prepare(string home, ServerAccount account)
    {
        var full = Path.GetFullPath(home);
        var name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(full)).AsSpan(0, 8));
        try
        {
            Directory.CreateDirectory(full);
            var root = account.IsSwitched && !IsReachable(full) ? Path.Combine(RootDataFallback, name)
                : Path.Combine(full, "postgres");
            Directory.CreateDirectory(root);
            var data = Owned(Path.Combine(root, "data"), account);
            var near = Path.Combine(root, "socket");
            var fits = Encoding.UTF8.GetByteCount(near + SocketFile) <= SocketPathBytesMax && near.All(IsPlain);
            var socket = Owned(fits ? near : Path.Combine(ShortRoot(), "cbm-" + name), account);
            return new ServerFolders(data, socket, Path.Combine(full, "postgres.password"),
                Path.Combine(data, "server.log"));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new PrivatePostgresException(
                $"The folders of the private PostgreSQL cannot be made in {full}: make it writable, or free some "
                + "space.", error);
        }
    }

    /// <summary>
    /// A socket folder outside the home, made because the path of the home is too long, goes with the server.
    /// </summary>
    public void LeaveSocket()
    {
        if (Path.GetDirectoryName(Socket) != Path.GetDirectoryName(Data) && Directory.Exists(Socket))
        {
            try
            {
                Directory.Delete(Socket);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                // Something of another account lies in it; it is used again at the next start.
            }
        }
    }

    public static void WriteSecret(string path, string text)
    {
        using var file = new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.Create,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        });
        file.Write(Encoding.ASCII.GetBytes(text));
        file.Flush(flushToDisk: true);
    }

    public static void GiveTo(string path, ServerAccount account)
    {
        if (account.IsSwitched && ChangeOwner(path, account.UserId, account.GroupId) != 0)
        {
            throw new PrivatePostgresException(
                $"{path} cannot be given to the account {account.Name}: check the file system.");
        }
    }

    private static string Owned(string path, ServerAccount account)
    {
        Directory.CreateDirectory(path, Private);
        File.SetUnixFileMode(path, Private);

        // A cluster that another account made stays that account's: root, started by mistake, must not take it away.
        if (!Directory.EnumerateFileSystemEntries(path).Any())
        {
            GiveTo(path, account);
        }

        return path;
    }

    /// <summary>Needs no quoting on its way through pg_ctl, the shell and the server's settings.</summary>
    private static bool IsPlain(char sign) => char.IsAsciiLetterOrDigit(sign) || sign is '/' or '.' or '_' or '-';

    /// <summary>Every folder above lets others pass.</summary>
    private static bool IsReachable(string path)
    {
        for (var folder = new DirectoryInfo(path); folder is not null; folder = folder.Parent)
        {
            if (!folder.UnixFileMode.HasFlag(UnixFileMode.OtherExecute))
            {
                return false;
            }
        }

        return true;
    }

    private static string ShortRoot() => Environment.IsPrivilegedProcess ? "/run"
        : Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR") is { Length: > 0 and < 40 } folder
            && Directory.Exists(folder) ? folder
        : "/tmp";

    [LibraryImport("libc", EntryPoint = "chown", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int ChangeOwner(string path, uint owner, uint group);
}
