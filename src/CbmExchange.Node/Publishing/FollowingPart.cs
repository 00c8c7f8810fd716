using CbmExchange.Node.Hosting;
using CbmExchange.Node.Observation;
using CbmExchange.Node.Tables;

namespace CbmExchange.Node.Publishing;

/// <summary>Looks, from the start on, whether the membership of a followed body changed.</summary>
internal sealed partial class FollowingPart(Following following, TimeProvider time, ILogger<FollowingPart> log)
    : IBackgroundPart
{
    /// <summary>A look into memory; how much later a new member is given what follows.</summary>
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource stopping = new();
    private Task running = Task.CompletedTask;

    /// <inheritdoc/>
    public string Name => "followed memberships";

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
                if (await following.FollowAsync(stopping.Token).ConfigureAwait(false) is > 0 and var count)
                {
                    Followed(log, count);
                }
            }
            catch (Exception error) when (StoreFaults.IsUnavailable(error))
            {
                Waits(log);
            }

            await Task.Delay(LookEvery, time, stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    [LoggerMessage(NodeEventIds.ReleasesFollowed, LogLevel.Information, 
        "{Count} records went to new members of bodies that they follow.")]
    private static partial void Followed(ILogger log, int count);

    [LoggerMessage(NodeEventIds.FollowingWaits, LogLevel.Warning,
        "The store did not answer; new members are given what follows later.")]
    private static partial void Waits(ILogger log);
}
