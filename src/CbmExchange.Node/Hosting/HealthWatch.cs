using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Node.Tables;
using Grpc.HealthCheck;
using ServingStatus = Grpc.Health.V1.HealthCheckResponse.Types.ServingStatus;

namespace CbmExchange.Node.Hosting;

/// <summary>
/// Tells grpc.health.v1 what can be served: the directory always, since it is answered from memory; what writes or
/// reads the log only while the store answers.
/// </summary>
internal sealed class HealthWatch(HealthServiceImpl health, TableFollower tables, TimeProvider time)
{
    /// <summary>How often the store is asked: a load balancer looks every few seconds.</summary>
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);

    private static readonly string[] NeedStore =
    [
        "", PublishingService.Descriptor.FullName, AdministrationService.Descriptor.FullName,
        LibraryService.Descriptor.FullName, MessagingService.Descriptor.FullName, FeedService.Descriptor.FullName,
    ];

    private readonly CancellationTokenSource stopping = new();
    private Task running = Task.CompletedTask;

    /// <summary>The loop.</summary>
    public Task Work => running;

    /// <summary>Begins to watch.</summary>
    public void Start()
    {
        Set(ServingStatus.Serving);
        health.SetStatus(DirectoryService.Descriptor.FullName, ServingStatus.Serving);
        running = Task.Run(WatchAsync, CancellationToken.None);
    }

    /// <summary>Ends the watch.</summary>
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
            var head = await tables.ProbeAsync(stopping.Token).ConfigureAwait(false);
            Set(head is null ? ServingStatus.NotServing : ServingStatus.Serving);
            await Task.Delay(Every, time, stopping.Token).ConfigureAwait(false);
        }
    }

    private void Set(ServingStatus status)
    {
        foreach (var service in NeedStore)
        {
            health.SetStatus(service, status);
        }
    }
}
