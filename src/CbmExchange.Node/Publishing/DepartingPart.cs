using CbmExchange.Node.Hosting;
using CbmExchange.Node.Observation;
using CbmExchange.Node.Tables;

namespace CbmExchange.Node.Publishing;

/// <summary>Looks, from the start on, whether a release that waits is due.</summary>
internal sealed partial class DepartingPart(Departing departing, TimeProvider time, ILogger<DepartingPart> log)
    : IBackgroundPart
{
    /// <summary>A look into memory; how much later than decided a release may leave.</summary>
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource stopping = new();
    private Task running = Task.CompletedTask;

    /// <inheritdoc/>
    public string Name => "releases that wait";

    /// <inheritdoc/>
    public Task Work => running;

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        running = Task.Run(RunAsync, CancellationToken.None);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async ValueTask StopAsync()
    {
        await stopping.CancelAsync().ConfigureAwait(false);
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stopping.Dispose();
    }

    private async Task RunAsync()
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                if (await departing.LeaveAsync(stopping.Token).ConfigureAwait(false) is > 0 and var count)
                {
                    Left(log, count);
                }
            }
            catch (Exception error) when (StoreFaults.IsUnavailable(error))
            {
                Waits(log);
            }

            await Task.Delay(LookEvery, time, stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    [LoggerMessage(NodeEventIds.ReleasesLeft, LogLevel.Information, "{Count} releases that waited have left.")]
    private static partial void Left(ILogger log, int count);

    [LoggerMessage(NodeEventIds.ReleasesWait, LogLevel.Warning,
        "The store did not answer; releases that are due leave later.")]
    private static partial void Waits(ILogger log);
}
