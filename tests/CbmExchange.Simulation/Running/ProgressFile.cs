using System.Globalization;

namespace CbmExchange.Simulation.Running;

/// <summary>
/// How far a long run came: the seeds done and those that failed, one a line. Written anew after each block under
/// another name and moved into place, so that a stopped run goes on from the last whole block.
/// </summary>
internal sealed class ProgressFile(string? path, ulong first)
{
    private readonly SortedSet<ulong> failed = [];

    /// <summary>Seeds done, counted from the first.</summary>
    public long Done { get; private set; }

    /// <summary>Seeds that failed, in this run of the program and those before.</summary>
    public IReadOnlyCollection<ulong> Failed => failed;

    /// <summary>Reads what an earlier run left; one about other seeds is passed over.</summary>
    public void Read()
    {
        if (path is null || !File.Exists(path))
        {
            return;
        }

        var lines = File.ReadAllLines(path);
        if (lines.Length > 1 && lines[0] == First && long.TryParse(lines[1], out var done))
        {
            Done = done;
            failed.UnionWith(lines.Skip(2).Select(line => ulong.Parse(line, CultureInfo.InvariantCulture)));
        }
    }

    /// <summary>A block is done.</summary>
    public void Add(int seeds, IEnumerable<ulong> failedSeeds)
    {
        Done += seeds;
        failed.UnionWith(failedSeeds);
        if (path is not null)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            File.WriteAllLines(path + ".new", failed.Select(Text).Prepend(Text((ulong)Done)).Prepend(First));
            File.Move(path + ".new", path, overwrite: true);
        }
    }

    private string First => $"first {Text(first)}";

    private static string Text(ulong number) => number.ToString(CultureInfo.InvariantCulture);
}
