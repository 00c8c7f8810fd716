using System.Diagnostics;
using System.Globalization;

namespace CbmExchange.Store.PrivateServer;

/// <summary>
/// The processes of one private server, from Linux's /proc: its first one, which its own file of our data folder names
/// and whose command line has to name that folder, and those that it started. Never anybody else's.
/// </summary>
internal static class ServerProcesses
{
    /// <summary>The first process, then its children; none where the first cannot be made sure of.</summary>
    public static IReadOnlyList<int> Of(string dataFolder)
    {
        var file = Path.Combine(dataFolder, "postmaster.pid");
        if (!File.Exists(file)
            || !int.TryParse(File.ReadLines(file).FirstOrDefault(), CultureInfo.InvariantCulture, out var first)
            || !Words(first).Contains(dataFolder))
        {
            return [];
        }

        return [first, .. Directory.EnumerateDirectories("/proc").Select(IdOf).Where(id => ParentOf(id) == first)];
    }

    /// <summary>
    /// Ends them without asking. The first goes first: it would start new ones. One that had ended is passed over.
    /// </summary>
    public static void Kill(IEnumerable<int> processes)
    {
        foreach (var id in processes)
        {
            try
            {
                using var process = Process.GetProcessById(id);
                process.Kill();
            }
            catch (Exception error) when (error is ArgumentException or InvalidOperationException)
            {
                // It ended by itself.
            }
        }
    }

    /// <summary>True while it runs, stopped ones included; a dead one that nobody has fetched yet does not.</summary>
    public static bool IsAlive(int id) => Fields(id) is [var state, ..] && state is not ("Z" or "X");

    private static string[] Words(int id) => Read(id, "cmdline").Split('\0');

    private static int ParentOf(int id) =>
        Fields(id) is [_, var parent, ..] ? int.Parse(parent, CultureInfo.InvariantCulture) : 0;

    // "pid (name) state parent …", where a name may hold blanks and parentheses.
    private static string[] Fields(int id)
    {
        var text = Read(id, "stat");
        return text[(text.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
    }

    private static string Read(int id, string name)
    {
        try
        {
            return File.ReadAllText($"/proc/{id.ToString(CultureInfo.InvariantCulture)}/{name}");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    private static int IdOf(string folder) =>
        int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var id) ? id : 0;
}
