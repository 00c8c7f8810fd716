using CbmExchange.Node.Administration;
using CbmExchange.Node.Hosting;
using CbmExchange.Node.Observation;
using CbmExchange.Node.Startup;

namespace CbmExchange.Node.Expiry;

/// <summary>
/// Looks once a day, from the start on, at what ends soon: alarms, and tells the status report. It stops nothing.
/// </summary>
/// <param name="all">All that ends one day.</param>
/// <param name="time">The clock.</param>
/// <param name="log">Where alarms go.</param>
internal sealed partial class ExpiryWatch(
    Func<IEnumerable<Expiring>> all, TimeProvider time, ILogger<ExpiryWatch> log) : IBackgroundPart, IHealthLines
{
    /// <summary>How often it looks: the warning is counted in days.</summary>
    public static readonly TimeSpan Every = TimeSpan.FromDays(1);

    /// <summary>From this time before the end on a human must act now; before, by day (the runbook's 3 days).</summary>
    public static readonly TimeSpan UrgentWithin = TimeSpan.FromDays(3);

    private readonly CancellationTokenSource stopping = new();
    private Task running = Task.CompletedTask;

    /// <inheritdoc/>
    public string Name => "expiry";

    /// <inheritdoc/>
    public Task Work => running;

    /// <inheritdoc/>
    public IEnumerable<string> Lines()
    {
        var now = time.GetUtcNow();
        return Soon(now).Select(one => one.Line(now));
    }

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        running = Task.Run(WatchAsync, CancellationToken.None);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async ValueTask StopAsync()
    {
        await stopping.CancelAsync().ConfigureAwait(false);
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stopping.Dispose();
    }

    private async Task WatchAsync()
    {
        while (!stopping.IsCancellationRequested)
        {
            var now = time.GetUtcNow();
            foreach (var one in Soon(now))
            {
                Raise(one, now);
            }

            await Task.Delay(Every, time, stopping.Token).ConfigureAwait(false);
        }
    }

    private IEnumerable<Expiring> Soon(DateTimeOffset now) =>
        all().Where(one => one.EndsAt - now <= StartupLimits.CertificateWarning).OrderBy(one => one.EndsAt);

    private void Raise(Expiring one, DateTimeOffset now)
    {
        if (one.EndsAt - now <= UrgentWithin)
        {
            EndsNow(log, one.Line(now), one.EndsAt);
        }
        else
        {
            EndsSoon(log, one.Line(now), one.EndsAt);
        }
    }

    [LoggerMessage(NodeEventIds.ExpiresSoon, LogLevel.Warning,
        "Alarm certificate-expiring: {What} ({EndsAt:yyyy-MM-dd}); see runbooks/certificate-expiring.")]
    private static partial void EndsSoon(ILogger log, string what, DateTimeOffset endsAt);

    // Error level means a human must act.
    [LoggerMessage(NodeEventIds.ExpiresNow, LogLevel.Error,
        "Alarm certificate-expiring: {What} ({EndsAt:yyyy-MM-dd}); see runbooks/certificate-expiring.")]
    private static partial void EndsNow(ILogger log, string what, DateTimeOffset endsAt);
}
