using CbmExchange.Node.Tables;

namespace CbmExchange.Node.Hosting;

/// <summary>
/// A part that looks again and again, from the start on, whether there is something to do. While the store does not
/// answer it says so and looks again.
/// </summary>
internal abstract class LookingPart(TimeProvider time) : IBackgroundPart
{
    private readonly CancellationTokenSource stopping = new();
    private Task running = Task.CompletedTask;

    /// <inheritdoc/>
    public abstract string Name { get; }

    /// <inheritdoc/>
    public Task Work => running;

    /// <summary>The clock.</summary>
    protected TimeProvider Time => time;

    /// <summary>Between two looks: how much later than it is due a thing may be done.</summary>
    protected virtual TimeSpan LookEvery { get; } = TimeSpan.FromSeconds(1);

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

    /// <summary>Does what is due.</summary>
    protected abstract Task LookAsync(CancellationToken cancellationToken);

    /// <summary>Writes to the log that the store did not answer, and what waits for it.</summary>
    protected abstract void TellWaiting();

    private async Task RunAsync()
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await LookAsync(stopping.Token).ConfigureAwait(false);
            }
            catch (Exception error) when (StoreFaults.IsUnavailable(error))
            {
                TellWaiting();
            }

            await Task.Delay(LookEvery, time, stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
