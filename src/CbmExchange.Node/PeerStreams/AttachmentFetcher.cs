using CbmExchange.Contracts.Sync.V1;
using CbmExchange.Domain;
using CbmExchange.Envelopes.PeerStreams;
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
    AttachmentStore files, PeerTable peers, FollowerParts parts, IAsideEntries asides,
    ILogger<AttachmentFetcher> log)
        : IEntryReview, IAsyncDisposable
{
    // Above this the pause is at its longest anyway.
    private const int PauseDoublingsMax = 10;

    private readonly AttachmentQueue queue = new();
    private readonly CancellationTokenSource stopping = new();
    private readonly SemaphoreSlim news = new(0, 1);
    private readonly Lock waking = new();
    private readonly Dictionary<ParticipantId, Task> rounds = [];
    private Task running = Task.CompletedTask;

    /// <inheritdoc/>
    public LogPosition? OldestUndone => queue.Oldest is { } oldest ? new LogPosition(oldest.Value - 1) : null;

    /// <summary>Begins to fetch.</summary>
    public void Start() => running = Task.Run(RunAsync, CancellationToken.None);

    /// <inheritdoc/>
    public async Task ReviewAsync(ReviewedEntry entry, CancellationToken cancellationToken)
    {
        var wanted = AttachmentHashes.In(entry.Sealed.Disclosures)
            .Where(found => found.SizeBytes is >= 0 and <= StoreLimits.AttachmentBytesMax)
            .Where(found => files.LengthOf(found.Hash) is null)
            .ToList();

        // Whoever signed nothing discloses nothing: what does not open is quarantined elsewhere.
        if (wanted.Count > 0
            && EntryStatements.Open(entry.Sealed, entry.Peer.Keys, parts.Time.GetUtcNow())
                is { IsAccepted: true } opened
            && !await asides.IsAsideAsync(entry, opened.Value, cancellationToken).ConfigureAwait(false))
        {
            wanted.ForEach(found => Want(entry, found.Hash, found.SizeBytes));
        }
    }

    private void Want(ReviewedEntry entry, ContentHash hash, long size)
    {
        var peer = entry.Stream.Originator;
        if (!queue.Want(peer, hash, new WantedAttachment(size, entry.Position)))
        {
            OverQuota(log, hash.Hex, peer.Value);
            return;
        }

        Wake();
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
        await Task.WhenAll(rounds.Values).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stopping.Dispose();
    }

    private void Done(ParticipantId peer, ContentHash hash)
    {
        queue.Done(peer, hash);
        Wake();
    }

    private void Wake()
    {
        lock (waking)
        {
            if (news.CurrentCount == 0)
            {
                news.Release();
            }
        }
    }

    private async Task RunAsync()
    {
        while (!stopping.IsCancellationRequested)
        {
            using var pause = new CancellationTokenSource(PeerStreamLimits.AttachmentRetryPause, parts.Time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(pause.Token, stopping.Token);
            await news.WaitAsync(either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            var now = parts.Time.GetUtcNow();
            foreach (var group in queue.DueAt(now).GroupBy(key => key.Peer))
            {
                // One round per peer at a time; a peer that is slow holds up its own attachments only.
                if (!rounds.TryGetValue(group.Key, out var round) || round.IsCompleted)
                {
                    rounds[group.Key] = RoundAsync(group.Key, [.. group.Select(key => key.Hash)], stopping.Token);
                }
            }
        }
    }

    private async Task RoundAsync(ParticipantId peer, ContentHash[] hashes, CancellationToken cancellationToken)
    {
        if (peers.Find(peer) is not { } seat || !seat.IsActiveAt(parts.Time.GetUtcNow()))
        {
            return;
        }

        using var way = parts.Channels.Borrow(seat);
        foreach (var hash in hashes)
        {
            if (!await TryFetchAsync(peer, hash, way.Channel, cancellationToken).ConfigureAwait(false))
            {
                return;
            }
        }

        // What came meanwhile did not begin a round of its own.
        Wake();
    }

    // False when the peer cannot be reached: its other attachments wait too.
    private async Task<bool> TryFetchAsync(
        ParticipantId peer, ContentHash hash, PeerChannel channel, CancellationToken cancellationToken)
    {
        try
        {
            await FetchAsync(peer, hash, channel, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested
            && fault is RpcException or TimeoutRejectedException or BrokenCircuitException
                or OperationCanceledException or IOException or AttachmentRefusedException)
        {
            Put(peer, hash, fault);
            return fault is not (RpcException { StatusCode: StatusCode.Unavailable or StatusCode.Unauthenticated }
                or TimeoutRejectedException or BrokenCircuitException);
        }
    }

    // A peer that is away is asked for ever, ever more slowly; one that answers wrongly is given up.
    private void Put(ParticipantId peer, ContentHash hash, Exception fault)
    {
        if (queue.Find(peer, hash) is not { } one)
        {
            return;
        }

        var isWrong = fault is AttachmentRefusedException or RpcException { StatusCode: StatusCode.NotFound };
        var wrong = one.WrongAnswers + (isWrong ? 1 : 0);
        if (wrong >= PeerStreamLimits.AttachmentTriesMax)
        {
            Done(peer, hash);
            files.From(peer).DeletePartial(hash);
            GivenUp(log, hash.Hex, peer.Value, wrong);
            return;
        }

        var pause = PeerStreamLimits.AttachmentRetryPause * Math.Pow(2, Math.Min(one.Tries, PauseDoublingsMax));
        var longest = PeerStreamLimits.AttachmentRetryPauseMax;
        queue.Put(peer, hash, one with
        {
            Tries = one.Tries + 1,
            WrongAnswers = wrong,
            NotBefore = parts.Time.GetUtcNow() + (pause < longest ? pause : longest),
        });
        var reason = fault is RpcException answer ? PeerErrors.ReasonOf(answer) : fault.GetType().Name;
        Delayed(log, hash.Hex, peer.Value, reason);
    }

    private async Task FetchAsync(
        ParticipantId peer, ContentHash hash, PeerChannel channel, CancellationToken cancellationToken)
    {
        var received = files.From(peer);
        if (files.LengthOf(hash) is not null)
        {
            // Another peer sent it meanwhile.
            Done(peer, hash);
            received.DeletePartial(hash);
            return;
        }

        if (queue.Find(peer, hash) is not { SizeBytes: var size })
        {
            return;
        }

        var offset = received.ReceivedOf(hash);
        if (offset > size)
        {
            // What was received under another disclosed size is of no use.
            received.DeletePartial(hash);
            offset = 0;
        }

        if (offset < size)
        {
            offset = await ReceiveAsync(received, hash, offset, channel, size, cancellationToken).ConfigureAwait(false);
        }

        if (offset == size)
        {
            await CompleteAsync(peer, hash, size, cancellationToken).ConfigureAwait(false);
            return;
        }

        // Ended early without a fault: the rest is asked for later, like an answer with other bytes.
        throw new AttachmentRefusedException("ATTACHMENT_SHORT", "The transfer ended before the disclosed size.");
    }

    // Answers how many bytes are there afterwards.
    private static async Task<long> ReceiveAsync(
        AttachmentStore received, ContentHash hash, long offset, PeerChannel channel, long size,
        CancellationToken cancellationToken)
    {
        using var idle = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var request = new FetchAttachmentRequest
        {
            Sha256 = ByteString.CopyFrom(hash.ToBytes()),
            OffsetBytes = offset,
        };
        using var call = await channel.OpenAsync(
            client => client.FetchAttachment(request, cancellationToken: idle.Token), idle.Token).ConfigureAwait(false);
        idle.CancelAfter(PeerStreamLimits.TransferIdleMax);
        while (offset < size && await call.ResponseStream.MoveNext(idle.Token).ConfigureAwait(false))
        {
            idle.CancelAfter(PeerStreamLimits.TransferIdleMax);
            var chunk = call.ResponseStream.Current.Chunk.Memory;

            // More than was disclosed is not taken; what is there will not have the right hash.
            chunk = chunk[..(int)Math.Min(chunk.Length, size - offset)];
            await received.WriteAsync(hash, offset, chunk, cancellationToken).ConfigureAwait(false);
            offset += chunk.Length;
        }

        return offset;
    }

    private async Task CompleteAsync(
        ParticipantId peer, ContentHash hash, long size, CancellationToken cancellationToken)
    {
        try
        {
            await files.From(peer).CompleteAsync(hash, cancellationToken).ConfigureAwait(false);
            Done(peer, hash);
            Fetched(log, hash.Hex, peer.Value, size);
        }
        catch (AttachmentRefusedException)
        {
            Refused(log, hash.Hex, peer.Value);
            throw;
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

    [LoggerMessage(PeerStreamEventIds.AttachmentGivenUp, LogLevel.Error,
        "Attachment {Sha256} of {Peer} is given up after {Count} wrong answers; a later disclosure asks for it again.")]
    private static partial void GivenUp(ILogger log, string sha256, string peer, int count);

    [LoggerMessage(PeerStreamEventIds.AttachmentOverQuota, LogLevel.Warning,
        "Attachment {Sha256} of {Peer} waits in line: too many of this peer are to be fetched.")]
    private static partial void OverQuota(ILogger log, string sha256, string peer);
}
