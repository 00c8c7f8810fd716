using System.Diagnostics;
using System.Globalization;

namespace CbmExchange.Benchmarks.Measuring;

/// <summary>Processor time of this process and of all PostgreSQL processes, for who is busy with what.</summary>
/// <param name="Own">Seconds of this process.</param>
/// <param name="Postgres">Seconds of PostgreSQL.</param>
internal sealed record CpuTime(double Own, double Postgres)
{
    // Fields of /proc/PID/stat after the name: utime and stime are the 12th and 13th (proc(5)).
    private const int FirstTimeField = 11;
    private const int TimeFields = 2;
    private const double TicksPerSecond = 100;

    /// <summary>As it stands now.</summary>
    public static CpuTime Now()
    {
        using var self = Process.GetCurrentProcess();
        return new CpuTime(
            self.TotalProcessorTime.TotalSeconds,
            Directory.GetDirectories("/proc").Where(IsPostgres).Sum(Seconds));
    }

    /// <summary>What was used since.</summary>
    public CpuTime Since(CpuTime earlier) => new(Own - earlier.Own, Postgres - earlier.Postgres);

    private static bool IsPostgres(string process) =>
        Read(process, "comm").StartsWith("postgres", StringComparison.Ordinal);

    private static double Seconds(string process)
    {
        var stat = Read(process, "stat");
        var fields = stat[(stat.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return fields.Skip(FirstTimeField).Take(TimeFields)
            .Sum(field => double.Parse(field, CultureInfo.InvariantCulture)) / TicksPerSecond;
    }

    private static string Read(string process, string file)
    {
        try
        {
            return File.ReadAllText(Path.Combine(process, file));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
