using System.Diagnostics;

namespace CbmExchange.Node.Tests.Faults;

/// <summary>
/// A disk in memory of a few MiB, mounted over a folder in a namespace that only one process and its children see; it
/// goes with them. As an ordinary user it takes a user namespace, left again before the program runs.
/// </summary>
internal static class SmallDisk
{
    private const string Mount = "mount -t tmpfs -o \"size=$CBM_SIZE,mode=755\" none \"$CBM_DISK\" || exit 91\n";

    /// <summary>Why such a disk cannot be had here; null when it can.</summary>
    public static string? Obstacle { get; } = CanMount()
        ? null
        : "Needs the right to mount in a namespace of its own: root, or user namespaces for everyone (unshare -rm).";

    /// <summary>What to put before a command so that it runs with the disk.</summary>
    /// <param name="folder">An empty folder; the disk is seen there.</param>
    /// <param name="mebibytes">Its size.</param>
    /// <param name="script">Runs there; the command is "$@", the folder $CBM_DISK.</param>
    public static IReadOnlyList<string> Around(string folder, int mebibytes, string script) =>
        Environment.IsPrivilegedProcess
            ? ["env", $"CBM_SIZE={mebibytes}m", $"CBM_DISK={folder}", "unshare", "-m", "sh", "-c", Mount + script, "sh"]
            : [
                "env", $"CBM_SIZE={mebibytes}m", $"CBM_DISK={folder}", $"CBM_SCRIPT={script}", "sh", "-c",
                $"""
                export CBM_USER=$(id -u) CBM_GROUP=$(id -g)
                exec unshare -rm sh -c '{Mount}
                exec unshare --map-user=$CBM_USER --map-group=$CBM_GROUP sh -c "$CBM_SCRIPT" sh "$@"' sh "$@"
                """,
                "sh",
            ];

    /// <summary>Writes until nothing more fits; answers the file, which is to be deleted.</summary>
    public static string Fill(string folder)
    {
        var path = Path.Combine(folder, "in-the-way");
        var block = new byte[1024 * 1024];
        for (var size = block.Length; size >= 1024; size /= 4)
        {
            try
            {
                using var file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.None, 1);
                while (true)
                {
                    file.Write(block, 0, size);
                }
            }
            catch (IOException)
            {
                // No block of this size fits any more.
            }
        }

        return path;
    }

    private static bool CanMount()
    {
        try
        {
            string[] words = Environment.IsPrivilegedProcess ? ["-m", "true"]
                : ["-rm", "mount", "-t", "tmpfs", "none", "/mnt"];
            using var process = Process.Start(new ProcessStartInfo("unshare", words) { RedirectStandardError = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}

/// <summary>A test that needs a <see cref="SmallDisk"/>; skipped, with the reason, where none can be had.</summary>
internal sealed class SmallDiskFactAttribute : FactAttribute
{
    public SmallDiskFactAttribute() => Skip = SmallDisk.Obstacle;
}

/// <summary>The same for a test with cases.</summary>
internal sealed class SmallDiskTheoryAttribute : TheoryAttribute
{
    public SmallDiskTheoryAttribute() => Skip = SmallDisk.Obstacle;
}
