using System.Collections.Concurrent;
using System.Diagnostics;
using CbmExchange.Contracts.Sync.V1;
using CbmExchange.Domain;
using CbmExchange.Envelopes.PeerStreams;
using CbmExchange.Store;

namespace CbmExchange.Benchmarks.Exchange;

/// <summary>A peer's real store that notes the moment in which entries of another participant became durable.</summary>
internal sealed class NotingStore(IEventStore inner) : IEventStore
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource<long>> records = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<long, TaskCompletionSource<long>> sizes = [];

    /// <inheritdoc/>
    public IPeerStreamStore PeerStreams => inner.PeerStreams;

    /// <summary>Timestamp (<see cref="Stopwatch"/>) at which an entry about the record was stored.</summary>
    public Task<long> HasRecordAsync(string record) => records.GetOrAdd(record, NewWait).Task;

    /// <summary>Timestamp at which the mirrored stream reached a size.</summary>
    public Task<long> HasSizeAsync(long size) => sizes.GetOrAdd(size, _ => NewWait("")).Task;

    /// <inheritdoc/>
    public async Task<AppendResult> AppendAsync(AppendRequest request, CancellationToken cancellationToken = default)
    {
        var result = await inner.AppendAsync(request, cancellationToken).ConfigureAwait(false);
        var now = Stopwatch.GetTimestamp();
        if (result.IsDurable)
        {
            foreach (var batch in request.Incoming)
            {
                Note(batch, now);
            }
        }

        return result;
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<StoredEvent> ReadStreamAsync(
        string streamId, StreamVersion after = default, CancellationToken cancellationToken = default) =>
        inner.ReadStreamAsync(streamId, after, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<StoredEvent> ReadAllAsync(
        LogPosition after = default, CancellationToken cancellationToken = default) =>
        inner.ReadAllAsync(after, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<StoredEvent> ReadAllAsync(
        LogPosition after, EventBodies bodies, CancellationToken cancellationToken) =>
        inner.ReadAllAsync(after, bodies, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<StoredEvent> FollowAsync(LogPosition after, CancellationToken cancellationToken) =>
        inner.FollowAsync(after, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<StoredEvent> FollowAsync(
        LogPosition after, EventBodies bodies, CancellationToken cancellationToken) =>
        inner.FollowAsync(after, bodies, cancellationToken);

    /// <inheritdoc/>
    public Task WaitForMoreAsync(LogPosition position, CancellationToken cancellationToken) =>
        inner.WaitForMoreAsync(position, cancellationToken);

    /// <inheritdoc/>
    public Task<LogPosition> HeadAsync(CancellationToken cancellationToken = default) =>
        inner.HeadAsync(cancellationToken);

    /// <inheritdoc/>
    public Task<AppendReceipt?> FindCommandAsync(Guid commandId, CancellationToken cancellationToken = default) =>
        inner.FindCommandAsync(commandId, cancellationToken);

    private static TaskCompletionSource<long> NewWait(string key) =>
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Note(VerifiedBatch batch, long now)
    {
        foreach (var (size, wait) in sizes)
        {
            if (batch.Head.Range.Size >= size)
            {
                wait.TrySetResult(now);
            }
        }

        foreach (var entry in records.IsEmpty ? [] : batch.Entries)
        {
            if (records.TryRemove(PeerEntry.Parser.ParseFrom(entry.Sealed.Entry).RecordId, out var wait))
            {
                wait.TrySetResult(now);
            }
        }
    }
}
