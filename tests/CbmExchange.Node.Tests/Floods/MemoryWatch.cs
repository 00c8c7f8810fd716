using System.Diagnostics;

namespace CbmExchange.Node.Tests.Floods;

/// <summary>The working set of this process, looked at ten times a second.</summary>
internal sealed class MemoryWatch : IDisposable
{
    private const long Megabyte = 1024 * 1024;

    private readonly ITimer timer;
    private long peak;

    public MemoryWatch()
    {
        GC.Collect();
        StartMegabytes = peak = Now();
        timer = TimeProvider.System.CreateTimer(
            _ => peak = Math.Max(peak, Now()), null, TimeSpan.Zero, TimeSpan.FromMilliseconds(100));
    }

    public long StartMegabytes { get; }

    public long PeakGrowthMegabytes => Math.Max(0, peak - StartMegabytes);

    public void Dispose() => timer.Dispose();

    private static long Now()
    {
        using var self = Process.GetCurrentProcess();
        return self.WorkingSet64 / Megabyte;
    }
}
