using System.Threading.Channels;
using Grpc.Core;
using Grpc.Health.V1;
using ServingStatus = Grpc.Health.V1.HealthCheckResponse.Types.ServingStatus;

namespace Grpc.HealthCheck;

/// <summary>Holds the status of services and serves it as grpc.health.v1.Health.</summary>
/// <remarks>
/// Source: github.com/grpc/grpc, doc/health-checking.md, and the API reference of Grpc.HealthCheck. A change is visible
/// to Check, and on its way to every watcher, when the method that makes it returns.
/// </remarks>
public class HealthServiceImpl : Health.V1.Health.HealthBase
{
    // A watcher that reads too slowly loses old changes, never the last one: what counts is the present status.
    private const int PendingChangesMax = 8;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, ServingStatus> _statuses = [];
    private readonly Dictionary<string, List<ChannelWriter<ServingStatus>>> _watchers = [];

    /// <summary>Sets the status of a service; the empty name stands for the whole server.</summary>
    public void SetStatus(string service, ServingStatus status)
    {
        ArgumentNullException.ThrowIfNull(service);
        lock (_lock)
        {
            var before = StatusForWatchers(service);
            _statuses[service] = status;
            TellWatchers(service, before);
        }
    }

    /// <summary>Forgets a service.</summary>
    public void ClearStatus(string service)
    {
        ArgumentNullException.ThrowIfNull(service);
        lock (_lock)
        {
            Forget(service);
        }
    }

    /// <summary>Forgets all services.</summary>
    public void ClearAll()
    {
        lock (_lock)
        {
            foreach (var service in _statuses.Keys.ToArray())
            {
                Forget(service);
            }
        }
    }

    public override Task<HealthCheckResponse> Check(HealthCheckRequest request, ServerCallContext context)
    {
        ArgumentNullException.ThrowIfNull(request);
        lock (_lock)
        {
            return _statuses.TryGetValue(request.Service, out var status)
                ? Task.FromResult(new HealthCheckResponse { Status = status })
                : throw new RpcException(new Status(StatusCode.NotFound, ""));
        }
    }

    public override async Task Watch(
        HealthCheckRequest request,
        IServerStreamWriter<HealthCheckResponse> responseStream,
        ServerCallContext context)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(responseStream);
        ArgumentNullException.ThrowIfNull(context);
        var changes = Channel.CreateBounded<ServingStatus>(
            new BoundedChannelOptions(PendingChangesMax) { FullMode = BoundedChannelFullMode.DropOldest });
        StartWatching(request.Service, changes.Writer);
        try
        {
            // Completing instead of cancelling lets the call end without an exception when the caller leaves.
            using var left = context.CancellationToken.Register(() => changes.Writer.TryComplete());
            await foreach (var status in changes.Reader.ReadAllAsync(CancellationToken.None).ConfigureAwait(false))
            {
                await responseStream.WriteAsync(new HealthCheckResponse { Status = status }).ConfigureAwait(false);
            }
        }
        finally
        {
            StopWatching(request.Service, changes.Writer);
        }
    }

    private void StartWatching(string service, ChannelWriter<ServingStatus> watcher)
    {
        lock (_lock)
        {
            watcher.TryWrite(StatusForWatchers(service));
            if (!_watchers.TryGetValue(service, out var list))
            {
                _watchers[service] = list = [];
            }

            list.Add(watcher);
        }
    }

    private void StopWatching(string service, ChannelWriter<ServingStatus> watcher)
    {
        lock (_lock)
        {
            var list = _watchers[service];
            list.Remove(watcher);
            if (list.Count == 0)
            {
                // Names come from callers; an empty list per name asked for would grow without end.
                _watchers.Remove(service);
            }
        }
    }

    private void Forget(string service)
    {
        var before = StatusForWatchers(service);
        _statuses.Remove(service);
        TellWatchers(service, before);
    }

    private ServingStatus StatusForWatchers(string service) =>
        _statuses.GetValueOrDefault(service, ServingStatus.ServiceUnknown);

    private void TellWatchers(string service, ServingStatus before)
    {
        var now = StatusForWatchers(service);
        if (now == before || !_watchers.TryGetValue(service, out var list))
        {
            return;
        }

        foreach (var watcher in list)
        {
            watcher.TryWrite(now);
        }
    }
}
