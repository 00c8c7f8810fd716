using System.Diagnostics;
using System.Globalization;
using CbmExchange.Testing;

namespace CbmExchange.Benchmarks.Measuring;

/// <summary>Processor time of this process and of its PostgreSQL, for who is busy with what.</summary>
/// <param name="Own">Seconds of this process.</param>
/// <param name="Postgres">
/// Seconds of the private server of this process, ended backends included; of all servers of the machine where it was
/// given another one.
/// </param>
internal sealed record CpuTime(double Own, double Postgres)
{
    // Fields of /proc/PID/stat after the name (proc(5)): ppid is the 2nd, utime and stime are the 12th and 13th, those
    // of children that ended follow.
    private const int ParentField = 1;
    private const int FirstTimeField = 11;
    private const int TimeFields = 2;
    private const double TicksPerSecond = 100;

    private static readonly string Home = string.Create(
        CultureInfo.InvariantCulture, $"/{TestPostgresServer.HomePrefix}{Environment.ProcessId}/");

    /// <summary>As it stands now.</summary>
    public static CpuTime Now()
    {
        using var self = Process.GetCurrentProcess();
        return new CpuTime(
            self.TotalProcessorTime.TotalSeconds,
            OfPostgres());
    }

    /// <summary>What was used since.</summary>
    public CpuTime Since(CpuTime earlier) => new(Own - earlier.Own, Postgres - earlier.Postgres);

    private static bool IsPostgres(string process) =>
        Read(process, "comm").StartsWith("postgres", StringComparison.Ordinal);

    private static double OfPostgres()
    {
        var all = Directory.GetDirectories("/proc").Where(IsPostgres).ToList();
        if (all.Find(process => Read(process, "cmdline").Contains(Home, StringComparison.Ordinal)) is not { } server)
        {
            return all.Sum(process => Seconds(process, TimeFields));
        }

        var number = Path.GetFileName(server);
        return Seconds(server, 2 * TimeFields)
            + all.Where(process => Fields(process).ElementAtOrDefault(ParentField) == number)
                .Sum(process => Seconds(process, TimeFields));
    }

    private static string[] Fields(string process)
    {
        var stat = Read(process, "stat");
        return stat[(stat.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
    }

    private static double Seconds(string process, int fields) =>
        Fields(process).Skip(FirstTimeField).Take(fields)
            .Sum(field => double.Parse(field, CultureInfo.InvariantCulture)) / TicksPerSecond;

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
