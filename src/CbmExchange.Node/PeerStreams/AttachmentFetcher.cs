using System.Collections.Concurrent;
using CbmExchange.Contracts.Sync.V1;
using CbmExchange.Domain;
using CbmExchange.Store;
using Google.Protobuf;
using Grpc.Core;
using Polly.CircuitBreaker;
using Polly.Timeout;

namespace CbmExchange.Node.PeerStreams;

/// <summary>
/// Fetches the attachments that stored entries disclose to us, from the originator, each from where it was left. One
/// becomes visible only when size and SHA-256 are as disclosed. Peers are asked side by side: a dead one delays none.
/// </summary>
internal sealed partial class AttachmentFetcher(
    AttachmentStore files, PeerTable peers, FollowerParts parts, ILogger<AttachmentFetcher> log)
        : IEntryReview, IAsyncDisposable
{
    /// <summary>
    /// Attachments that wait to be fetched; more are found again at the next start, when these are there.
    /// </summary>
    private const int PendingCountMax = 10_000;

    private readonly ConcurrentDictionary<(ParticipantId Peer, ContentHash Hash), Pending> pending = [];
    private readonly CancellationTokenSource stopping = new();
    private readonly SemaphoreSlim news = new(0, 1);
    private Task running = Task.CompletedTask;

    /// <inheritdoc/>
    public LogPosition? OldestUndone =>
        pending.IsEmpty ? null : pending.Values.Min(one => new LogPosition(one.Position.Value - 1));

    /// <summary>Begins to fetch.</summary>
    public void Start() => running = Task.Run(RunAsync, CancellationToken.None);

    /// <inheritdoc/>
    public Task ReviewAsync(ReviewedEntry entry, CancellationToken cancellationToken)
    {
        foreach (var (hash, size) in AttachmentHashes.In(entry.Sealed.Disclosures))
        {
            var isWanted = size is >= 0 and <= StoreLimits.AttachmentBytesMax && pending.Count < PendingCountMax;
            if (isWanted && files.LengthOf(hash) is null)
            {
                pending.TryAdd((entry.Stream.Originator, hash), new Pending(size, entry.Position));
                Wake();
            }
        }

        return Task.CompletedTask;
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
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stopping.Dispose();
        news.Dispose();
    }

    private void Wake()
    {
        if (news.CurrentCount == 0)
        {
            news.Release();
        }
    }

    private async Task RunAsync()
    {
        while (!stopping.IsCancellationRequested)
        {
            using var pause = new CancellationTokenSource(PeerStreamLimits.AttachmentRetryPause, parts.Time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(pause.Token, stopping.Token);
            await news.WaitAsync(either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            var byPeer = pending.Keys.GroupBy(key => key.Peer).ToList();
            await Task.WhenAll(byPeer.Select(
                group => FetchAllAsync(group.Key, [.. group.Select(key => key.Hash)], stopping.Token)))
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task FetchAllAsync(ParticipantId peer, ContentHash[] hashes, CancellationToken cancellationToken)
    {
        if (peers.Find(peer) is not { } seat || !seat.IsActiveAt(parts.Time.GetUtcNow()))
        {
            return;
        }

        using var channel = new PeerChannel(seat, parts.Identity, parts.Time);
        foreach (var hash in hashes)
        {
            try
            {
                await FetchAsync(peer, hash, channel, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception fault) when (fault is RpcException or TimeoutRejectedException or BrokenCircuitException
                or OperationCanceledException or IOException && !cancellationToken.IsCancellationRequested)
            {
                var reason = fault is RpcException answer ? PeerErrors.ReasonOf(answer) : fault.GetType().Name;
                Delayed(log, hash.Hex, peer.Value, reason);
            }
        }
    }

    private async Task FetchAsync(
        ParticipantId peer, ContentHash hash, PeerChannel channel, CancellationToken cancellationToken)
    {
        var size = pending[(peer, hash)].SizeBytes;
        var offset = files.ReceivedOf(hash);
        if (offset > size)
        {
            // What was received under another disclosed size is of no use.
            files.Delete(hash);
            offset = 0;
        }

        if (offset < size)
        {
            offset = await ReceiveAsync(hash, offset, size, channel, cancellationToken).ConfigureAwait(false);
        }

        if (offset == size)
        {
            await CompleteAsync(peer, hash, size, cancellationToken).ConfigureAwait(false);
        }
    }

    // Answers how many bytes are there afterwards.
    private async Task<long> ReceiveAsync(
        ContentHash hash, long offset, long size, PeerChannel channel, CancellationToken cancellationToken)
    {
        using var idle = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var request = new FetchAttachmentRequest
        {
            Sha256 = ByteString.CopyFrom(hash.ToBytes()),
            OffsetBytes = offset,
        };
        using var call = channel.NextClient().FetchAttachment(request, cancellationToken: idle.Token);
        idle.CancelAfter(PeerStreamLimits.TransferIdleMax);
        while (offset < size && await call.ResponseStream.MoveNext(idle.Token).ConfigureAwait(false))
        {
            idle.CancelAfter(PeerStreamLimits.TransferIdleMax);
            var chunk = call.ResponseStream.Current.Chunk.Memory;

            // More than was disclosed is not taken; what is there will not have the right hash.
            chunk = chunk[..(int)Math.Min(chunk.Length, size - offset)];
            await files.WriteAsync(hash, offset, chunk, cancellationToken).ConfigureAwait(false);
            offset += chunk.Length;
        }

        return offset;
    }

    private async Task CompleteAsync(
        ParticipantId peer, ContentHash hash, long size, CancellationToken cancellationToken)
    {
        try
        {
            await files.CompleteAsync(hash, cancellationToken).ConfigureAwait(false);
            pending.TryRemove((peer, hash), out _);
            Fetched(log, hash.Hex, peer.Value, size);
        }
        catch (AttachmentRefusedException)
        {
            Refused(log, hash.Hex, peer.Value);
        }
    }

    [LoggerMessage(PeerStreamEventIds.AttachmentFetched, LogLevel.Information,
        "Fetched attachment {Sha256} of {Peer}, {Bytes} bytes.")]
    private static partial void Fetched(ILogger log, string sha256, string peer, long bytes);

    [LoggerMessage(PeerStreamEventIds.AttachmentRefused, LogLevel.Error,
        "Attachment {Sha256} of {Peer} has not the disclosed hash; it was thrown away and is asked for again.")]
    private static partial void Refused(ILogger log, string sha256, string peer);

    [LoggerMessage(PeerStreamEventIds.AttachmentDelayed, LogLevel.Information,
        "Attachment {Sha256} of {Peer} is not there yet ({Reason}); it is asked for again.")]
    private static partial void Delayed(ILogger log, string sha256, string peer, string reason);

    private sealed record Pending(long SizeBytes, LogPosition Position);
}
