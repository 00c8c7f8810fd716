using System.Collections.Concurrent;
using CbmExchange.Domain;
using CbmExchange.Envelopes.PeerStreams;
using CbmExchange.Node.Tables;
using CbmExchange.Store;

namespace CbmExchange.Node.PeerStreams;

/// <summary>
/// Tells each serving call that its own stream grew. One look at all sizes serves all peers; a peer whose stream did
/// not grow is not woken, so nothing in its timing comes from what others were given.
/// </summary>
internal sealed partial class PeerStreamWaker(
    IEventStore store, TimeProvider time, ILogger<PeerStreamWaker> log) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<Guid, Subscription> subscriptions = [];
    private readonly ConcurrentDictionary<PeerStreamId, long> sizes = [];
    private readonly CancellationTokenSource stopping = new();
    private Task running = Task.CompletedTask;
    private long seenAt;

    /// <summary>Begins to look.</summary>
    public void Start() => running = Task.Run(RunAsync, CancellationToken.None);

    /// <summary>The size last seen; 0 for a stream that was not seen.</summary>
    public long SizeOf(PeerStreamId stream) => sizes.GetValueOrDefault(stream);

    /// <summary>
    /// Position of the log up to which <see cref="SizeOf"/> counts all entries. Read it before the size.
    /// </summary>
    public LogPosition SeenAt => new(Interlocked.Read(ref seenAt));

    /// <summary>The newest generation seen of the stream between the same two.</summary>
    public int NewestGeneration(PeerStreamId stream)
    {
        var newest = stream.Generation;
        while (sizes.ContainsKey(stream with { Generation = newest + 1 }))
        {
            newest++;
        }

        return newest;
    }

    /// <summary>Calls back with the new size whenever the stream grew, until disposed. MUST NOT block.</summary>
    public IDisposable Subscribe(PeerStreamId stream, Action<long> grown)
    {
        var subscription = new Subscription(stream, grown, ended => subscriptions.TryRemove(ended, out _));
        subscriptions[subscription.Id] = subscription;
        return subscription;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        // Stopped by the exchange in its order, and once more by the container that made it.
        if (stopping.IsCancellationRequested)
        {
            return;
        }

        await stopping.CancelAsync().ConfigureAwait(false);
        await running.ConfigureAwait(false);
        stopping.Dispose();
    }

    private async Task RunAsync()
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await LookAsync(stopping.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception error) when (StoreFaults.IsUnavailable(error))
            {
                LostStore(log);
                await Task.Delay(PeerStreamLimits.RestartPause, time, stopping.Token)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var position = await store.HeadAsync(cancellationToken).ConfigureAwait(false);
            foreach (var info in await store.PeerStreams.ListAsync(cancellationToken).ConfigureAwait(false))
            {
                Tell(info.Stream, info.Size.Value);
            }

            Interlocked.Exchange(ref seenAt, position.Value);
            await store.WaitForMoreAsync(position, cancellationToken).ConfigureAwait(false);
            await Task.Delay(PeerStreamLimits.WakeSpacing, time, cancellationToken).ConfigureAwait(false);
        }
    }

    private void Tell(PeerStreamId stream, long size)
    {
        if (sizes.TryGetValue(stream, out var known) && known == size)
        {
            return;
        }

        sizes[stream] = size;
        foreach (var subscription in subscriptions.Values.Where(one => one.Stream == stream))
        {
            subscription.Grown(size);
        }
    }

    private sealed record Subscription(PeerStreamId Stream, Action<long> Grown, Action<Guid> Ended) : IDisposable
    {
        public Guid Id { get; } = Guid.NewGuid();

        public void Dispose() => Ended(Id);
    }
}
