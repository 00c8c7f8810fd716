using CbmExchange.Node.Hosting;
using CbmExchange.Node.Observation;
using CbmExchange.Node.Tables;

namespace CbmExchange.Node.Publishing;

/// <summary>Looks, from the start on, whether a copy is to be destroyed that was attested as deleted.</summary>
internal sealed partial class CopyDestroyerPart(CopyDestroyer copies, TimeProvider time, ILogger<CopyDestroyerPart> log)
    : IBackgroundPart
{
    /// <summary>A look into memory; how much later than attested a copy is gone.</summary>
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource stopping = new();
    private Task running = Task.CompletedTask;

    /// <inheritdoc/>
    public string Name => "attested deletions";

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
                if (await copies.DestroyAsync(stopping.Token).ConfigureAwait(false) is > 0 and var count)
                {
                    Destroyed(log, count);
                }
            }
            catch (Exception error) when (StoreFaults.IsUnavailable(error))
            {
                Waits(log);
            }

            await Task.Delay(LookEvery, time, stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    [LoggerMessage(NodeEventIds.CopiesDestroyed, LogLevel.Information,
        "{Count} copies that were attested as deleted are destroyed.")]
    private static partial void Destroyed(ILogger log, int count);

    [LoggerMessage(NodeEventIds.CopiesWait, LogLevel.Warning,
        "The store did not answer; copies attested as deleted are destroyed later.")]
    private static partial void Waits(ILogger log);
}
