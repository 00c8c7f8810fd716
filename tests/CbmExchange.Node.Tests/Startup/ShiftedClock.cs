using System.Diagnostics;
using System.Globalization;

namespace CbmExchange.Node.Tests.Startup;

/// <summary>
/// A wrong clock for one process: a library, loaded before the C library, that adds a fixed time to what the system
/// says. Nothing in the product knows of it. It takes a C compiler to make.
/// </summary>
internal sealed class ShiftedClock : IDisposable
{
    private const string Source = """
        #define _GNU_SOURCE
        #include <dlfcn.h>
        #include <stdlib.h>
        #include <sys/time.h>
        #include <time.h>

        static long shift(void) { const char *text = getenv("CBM_TEST_SHIFT_SECONDS"); return text ? atol(text) : 0; }

        int clock_gettime(clockid_t id, struct timespec *at) {
          static int (*real)(clockid_t, struct timespec *);
          if (!real) real = (int (*)(clockid_t, struct timespec *))dlsym(RTLD_NEXT, "clock_gettime");
          int result = real(id, at);
          if (result == 0 && (id == CLOCK_REALTIME || id == CLOCK_REALTIME_COARSE)) at->tv_sec += shift();
          return result;
        }

        int gettimeofday(struct timeval *at, void *zone) {
          struct timespec now;
          (void)zone;
          clock_gettime(CLOCK_REALTIME, &now);
          at->tv_sec = now.tv_sec;
          at->tv_usec = now.tv_nsec / 1000;
          return 0;
        }

        time_t time(time_t *at) {
          struct timespec now;
          clock_gettime(CLOCK_REALTIME, &now);
          if (at) *at = now.tv_sec;
          return now.tv_sec;
        }
        """;

    private readonly string folder = Directory.CreateTempSubdirectory("cbm-clock-").FullName;

    public ShiftedClock()
    {
        var source = Path.Combine(folder, "shift.c");
        File.WriteAllText(source, Source);
        using var compiler = Process.Start("cc", ["-shared", "-fPIC", "-o", Library, source, "-ldl"]);
        compiler.WaitForExit();
        Assert.Equal(0, compiler.ExitCode);
    }

    private string Library => Path.Combine(folder, "shift.so");

    /// <summary>Why it cannot be made here; null when it can.</summary>
    public static string? Obstacle { get; } = HasCompiler()
        ? null
        : "Needs a C compiler (cc), with which the library that shifts a process's clock is made.";

    /// <summary>What to put before a command so that it runs with the wrong clock.</summary>
    public IReadOnlyList<string> Around(TimeSpan shift) =>
    [
        "env", $"LD_PRELOAD={Library}",
        $"CBM_TEST_SHIFT_SECONDS={((long)shift.TotalSeconds).ToString(CultureInfo.InvariantCulture)}",
    ];

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static bool HasCompiler() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(one => File.Exists(Path.Combine(one, "cc")));
}

/// <summary>A test that needs a <see cref="ShiftedClock"/>; skipped, with the reason, where none can be made.</summary>
internal sealed class ShiftedClockFactAttribute : FactAttribute
{
    public ShiftedClockFactAttribute() => Skip = ShiftedClock.Obstacle;
}

/// <summary>The same for a test with cases.</summary>
internal sealed class ShiftedClockTheoryAttribute : TheoryAttribute
{
    public ShiftedClockTheoryAttribute() => Skip = ShiftedClock.Obstacle;
}
