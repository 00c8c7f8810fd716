using System.Globalization;
using System.Text;

namespace CbmExchange.Simulation.Running;

/// <summary>What many runs came to.</summary>
internal sealed class RunTotals
{
    private readonly TimeSpan began = Environment.CpuUsage.TotalTime;
    private readonly SortedDictionary<string, long> attacks = new(StringComparer.Ordinal);

    /// <summary>Runs.</summary>
    public long Seeds { get; private set; }

    /// <summary>Those that did not pass.</summary>
    public List<RunReport> Failed { get; } = [];

    /// <summary>Events of all.</summary>
    public long Events { get; private set; }

    /// <summary>Processor time of this process since the first: other work on the machine does not count.</summary>
    public TimeSpan Took => Environment.CpuUsage.TotalTime - began;

    private long Answered { get; set; }

    private long EntriesCompared { get; set; }

    private long ViewsCompared { get; set; }

    private long Left { get; set; }

    private long Recalled { get; set; }

    private long Followed { get; set; }

    private long Restores { get; set; }

    private long NewGenerations { get; set; }

    private TimeSpan HealedInMax { get; set; }

    /// <summary>Adds a run.</summary>
    public void Add(RunReport report)
    {
        Seeds++;
        Events += report.Events;
        Answered += report.Answered;
        EntriesCompared += report.EntriesCompared;
        ViewsCompared += report.ViewsCompared;
        Left += report.Left;
        Recalled += report.Recalled;
        Followed += report.Followed;
        Restores += report.Restores;
        NewGenerations += report.NewGenerations;
        HealedInMax = report.HealedIn > HealedInMax ? report.HealedIn.Value : HealedInMax;
        foreach (var (kind, count) in report.Attacks)
        {
            attacks[kind] = attacks.GetValueOrDefault(kind) + count;
        }

        if (!report.Passed)
        {
            Failed.Add(report);
        }
    }

    /// <summary>Events per second of one core.</summary>
    public double EventsPerSecond => Events / Math.Max(Took.TotalSeconds, 0.001);

    /// <summary>One paragraph.</summary>
    public string Summary() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Seeds} seeds, {Failed.Count} failed; {Events} events, {EventsPerSecond:f0} events/s per core; "
        + $"{Answered} commands answered, {EntriesCompared} entries and {ViewsCompared} views compared, "
        + $"{Left} releases waited and left, {Recalled} recalled, {Followed} followed; {Restores} backups restored, "
        + $"{NewGenerations} generations opened; healed "
        + $"within {HealedInMax.TotalMinutes:f1} virtual minutes");

    /// <summary>Attacks on the line by kind and outcome, one a line.</summary>
    public string AttackTable() =>
        attacks.Aggregate(new StringBuilder(), (text, one) => text.Append(
            CultureInfo.InvariantCulture, $"  {one.Key,-60} {one.Value,8}\n")).ToString();

    /// <summary>What failed, with the command that shows it again.</summary>
    public string FailedText() => string.Join(
        '\n', Failed.Take(5).Select(report => $"{report.Replay}\n  {string.Join("\n  ", report.Violations)}"));
}
