using CbmExchange.Contracts.Sync.V1;
using CbmExchange.Domain;
using CbmExchange.Domain.Peers;
using CbmExchange.Envelopes;
using CbmExchange.Envelopes.PeerStreams;
using CbmExchange.Node.Tables;
using CbmExchange.Store;

namespace CbmExchange.Node.PeerStreams;

/// <summary>
/// Follows the log and shows each stored entry of a peer to what must answer it: receipts, keys, attachments,
/// checkpoints-of-peer. Its place is marked in the log itself, so a restored database brings the right place with it;
/// entries after the mark are reviewed again after a crash, which is harmless. What is answered in our stream to the
/// peer waits until the head of that stream is compared, as following the peer does (decision 0014); the rest does not.
/// </summary>
internal sealed partial class EntryReviewer(
    IEventStore store, PeerTable peers, TableFollower tables, SyncIdentity identity, HeadGate gate,
    IEnumerable<IEntryReview> reviews, TimeProvider time, ILogger<EntryReviewer> log)
    : IAsyncDisposable
{
    private readonly CancellationTokenSource stopping = new();
    private readonly IEntryReview[] all = [.. reviews];
    private readonly UnansweredEntries unanswered = new();
    private readonly ReviewIsolation isolation = new(store, time, log);
    private Task running = Task.CompletedTask;
    private LogPosition seen;
    private LogPosition marked;

    /// <summary>Begins; call it when the table of peers is complete.</summary>
    public void Start() => running = Task.Run(RunAsync, CancellationToken.None);

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
    }

    private async Task RunAsync()
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await FollowAsync(stopping.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception error) when (StoreFaults.IsUnavailable(error))
            {
                LostStore(log, seen.Value);
            }
            catch (Exception fault)
            {
                Failed(log, seen.Value, fault);
            }

            await Task.Delay(PeerStreamLimits.RestartPause, time, stopping.Token)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task FollowAsync(CancellationToken cancellationToken)
    {
        if (seen.Value == 0)
        {
            await foreach (var mark in store.ReadStreamAsync(PeerEventStreams.Review, default, cancellationToken)
                .ConfigureAwait(false))
            {
                seen = marked = ((PeerEntriesReviewed)mark.Body).Position;
            }
        }

        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await using var events = store.FollowAsync(seen, ending.Token).GetAsyncEnumerator(ending.Token);
        var next = events.MoveNextAsync().AsTask();
        try
        {
            while (await NextAsync(next, cancellationToken).ConfigureAwait(false))
            {
                await TakeAsync(events.Current, cancellationToken).ConfigureAwait(false);
                next = events.MoveNextAsync().AsTask();
            }
        }
        finally
        {
            await ending.CancelAsync().ConfigureAwait(false);
            await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    // Waits for the next event and answers meanwhile whoever was asked.
    private async Task<bool> NextAsync(Task<bool> next, CancellationToken cancellationToken)
    {
        while (!unanswered.IsEmpty)
        {
            var compared = gate.Changed;
            await unanswered.ReviewAsync(
                gate.IsSettled,
                range => ReviewAsync(range.Stream, range.From, range.To, range.Position, cancellationToken))
                .ConfigureAwait(false);
            if (await Task.WhenAny(next, compared).ConfigureAwait(false) == next)
            {
                break;
            }
        }

        return await next.ConfigureAwait(false);
    }

    private async Task TakeAsync(StoredEvent stored, CancellationToken cancellationToken)
    {
        if (stored.Body is PeerEntriesStored batch)
        {
            var stream = new PeerStreamId(batch.Originator, batch.Recipient, batch.Generation);
            await ReviewAsync(stream, batch.From.Value, batch.To.Value, stored.Position, cancellationToken)
                .ConfigureAwait(false);
        }

        if (QuarantinedEntries.OriginatorOf(stored.Body) is { } renewed)
        {
            await ReopenAsync(renewed, stored.Position, cancellationToken).ConfigureAwait(false);
        }

        seen = stored.Position;
        await MarkAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task ReviewAsync(
        PeerStreamId stream, long from, long to, LogPosition position, CancellationToken cancellationToken)
    {
        for (var next = from; next < to;)
        {
            var limit = new PeerPageLimit(
                (int)Math.Min(to - next, EnvelopeLimits.BatchEntriesMax), EnvelopeLimits.BatchBytesMax);
            var page = await store.PeerStreams.ReadAsync(stream, new(next), limit, cancellationToken)
                .ConfigureAwait(false);
            foreach (var stored in page)
            {
                // A key entry in the same batch changes what the entries after it are checked with.
                if (peers.Find(stream.Originator) is not { } seat)
                {
                    return;
                }

                await ReviewAsync(stream, stored, seat, position, cancellationToken).ConfigureAwait(false);
            }

            if (page.IsEmpty)
            {
                Missing(log, stream.Originator.Value, next);
                return;
            }

            next += page.Length;
        }
    }

    private async Task ReviewAsync(
        PeerStreamId stream, StoredPeerEntry stored, PeerSeat seat, LogPosition position,
        CancellationToken cancellationToken)
    {
        var entry = new ReviewedEntry(
            stream, stored.Index.Value, StoredPages.Seal(stored), PeerEntry.Parser.ParseFrom(stored.Entry.Span), seat,
            position, gate.IsSettled(stream.Originator));
        if (!entry.MayAnswer)
        {
            unanswered.Add(stream, entry.Index, entry.Index + 1, position);
        }

        foreach (var review in all)
        {
            await isolation.ReviewAsync(review, entry, cancellationToken).ConfigureAwait(false);
        }
    }

    // What lacked a key is looked at again when new keys came: a message that opens now is receipted now.
    private async Task ReopenAsync(ParticipantId peer, LogPosition position, CancellationToken cancellationToken)
    {
        await tables.WaitForAsync(position).ConfigureAwait(false);
        if (tables.Position.Value < position.Value)
        {
            throw new StoreUnavailableException("The table of peers is behind the log; the review is tried again.");
        }

        foreach (var (generation, index) in await QuarantinedEntries.ReadAsync(store, peer, cancellationToken)
            .ConfigureAwait(false))
        {
            var stream = new PeerStreamId(peer, identity.Participant, generation);
            var page = await store.PeerStreams.ReadAsync(
                stream, index, new PeerPageLimit(1, EnvelopeLimits.BatchBytesMax), cancellationToken)
                .ConfigureAwait(false);
            if (!page.IsEmpty && peers.Find(peer) is { } seat)
            {
                await ReviewAsync(stream, page[0], seat, position, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task MarkAsync(CancellationToken cancellationToken)
    {
        // What is left to do holds the mark back, but not for ever: a start must not review the whole log anew.
        var oldest = all.Select(review => review.OldestUndone).Append(unanswered.Oldest).OfType<LogPosition>()
            .Append(seen).Min();
        var done = new LogPosition(Math.Max(oldest.Value, seen.Value - PeerStreamLimits.ReviewLagMax));
        if (done.Value - marked.Value < PeerStreamLimits.ReviewMarkInterval)
        {
            return;
        }

        marked = done;
        await store.AppendAsync(
            new AppendRequest
            {
                CommandId = PeerEventStreams.CommandId("review", $"{done.Value}"),
                Streams = [new StreamAppend(
                    PeerEventStreams.Review, null, [new PeerEntriesReviewed(done, time.GetUtcNow())])],
            },
            cancellationToken).ConfigureAwait(false);
    }

    [LoggerMessage(PeerStreamEventIds.ReviewLostStore, LogLevel.Warning,
        "The store does not answer; review stays at {Position}.")]
    private static partial void LostStore(ILogger log, long position);

    [LoggerMessage(PeerStreamEventIds.ReviewEntriesMissing, LogLevel.Error,
        "The log names entries of {Peer} from {Index} on that are not stored; they are passed over.")]
    private static partial void Missing(ILogger log, string peer, long index);

    [LoggerMessage(PeerStreamEventIds.ReviewFailed, LogLevel.Error,
        "The review of stored entries failed at {Position} and is tried again.")]
    private static partial void Failed(ILogger log, long position, Exception fault);
}
