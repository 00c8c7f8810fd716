using CbmExchange.Domain;
using CbmExchange.Node.Administration;
using CbmExchange.Node.Contacts;
using CbmExchange.Node.Hosting;
using CbmExchange.Store;

namespace CbmExchange.Node.Readings;

/// <summary>Keeps the projections and the directory in memory up with the log while the node runs.</summary>
internal sealed class ReadingsPart(ProjectionRunner runner, ContactDirectory directory)
    : IBackgroundPart,
        IProjectionPositions,
        IHealthLines
{
    private readonly CancellationTokenSource stopping = new();
    private Task running = Task.CompletedTask;

    /// <inheritdoc/>
    public string Name => "readings";

    /// <inheritdoc/>
    public Task Work => running;

    /// <inheritdoc/>
    public IEnumerable<(string Name, LogPosition Position)> Positions() =>
        runner.Status.Select(status => (status.Name, status.Position));

    /// <inheritdoc/>
    public IEnumerable<string> Lines() => runner.Status.SelectMany(LinesOf);

    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await runner.EnsureAsync(cancellationToken).ConfigureAwait(false);
        await runner.CatchUpAsync(cancellationToken).ConfigureAwait(false);
        await directory.StartAsync(cancellationToken).ConfigureAwait(false);
        running = Task.Run(() => runner.RunAsync(stopping.Token), CancellationToken.None);
    }

    /// <inheritdoc/>
    public async ValueTask StopAsync()
    {
        await directory.StopAsync().ConfigureAwait(false);
        await stopping.CancelAsync().ConfigureAwait(false);
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stopping.Dispose();
    }

    private static IEnumerable<string> LinesOf(ProjectionStatus status) => status.State switch
    {
        ProjectionState.Stopped =>
            [$"view {status.Name}: stopped before the event at {status.PoisonedAt}; what came after it is missing"],
        ProjectionState.Waiting => [$"view {status.Name}: waits for the store"],
        _ => [],
    };
}
