using CbmExchange.Contracts.Sync.V1;
using CbmExchange.Domain;
using CbmExchange.Domain.Peers;
using CbmExchange.Envelopes;
using CbmExchange.Envelopes.PeerStreams;
using CbmExchange.Node.PeerStreams;
using CbmExchange.Node.Tables;
using CbmExchange.Simulation.Running;
using CbmExchange.Store;
using Microsoft.Extensions.Logging.Abstractions;

namespace CbmExchange.Simulation.Nodes;

/// <summary>
/// Shows each stored entry to the reviews of Node, in the order of the log, as Node's EntryReviewer does. The reviews
/// themselves (receipts, keys, checkpoints-of-peer) and their isolation are Node's own code.
/// </summary>
internal sealed class ReviewDriver
{
    private readonly NodeRun run;
    private readonly IEntryReview[] reviews;
    private readonly UnansweredEntries unanswered = new();
    private readonly ReviewIsolation isolation;
    private long seen = -1;
    private long marked;
    private bool isBusy;

    public ReviewDriver(NodeRun run)
    {
        this.run = run;
        var (store, clock) = (run.Store, run.Node.Clock);
        reviews =
        [
            new ReceiptWriter(store, run.Identity, new NoExercises(), clock, NullLogger<ReceiptWriter>.Instance),
            new CheckpointOfPeerWriter(store, run.Identity, clock),
        ];
        isolation = new ReviewIsolation(store, clock, NullLogger.Instance);
    }

    /// <summary>The log grew.</summary>
    public void Wake()
    {
        if (!isBusy && run.Works)
        {
            isBusy = true;
            run.World.Queue.After(PeerStreamLimits.WakeSpacing, () => run.World.Run(ReviewAsync));
        }
    }

    private async Task ReviewAsync()
    {
        try
        {
            await FollowAsync();
            isBusy = false;
        }
        catch (Exception fault) when (StoreFaults.IsUnavailable(fault))
        {
            run.World.Queue.After(PeerStreamLimits.RestartPause, () => run.World.Run(ReviewAsync));
        }
    }

    private async Task FollowAsync()
    {
        var disk = run.Node.Disk;
        if (seen < 0)
        {
            var mark = disk.StreamOf(PeerEventStreams.Review).LastOrDefault()?.Body as PeerEntriesReviewed;
            seen = marked = mark?.Position.Value ?? 0;
        }

        while (run.Works && seen < disk.Events.Count)
        {
            var stored = disk.Events[(int)seen];
            if (stored.Body is PeerEntriesStored batch)
            {
                var stream = new PeerStreamId(batch.Originator, batch.Recipient, batch.Generation);
                await ReviewAsync(stream, batch.From.Value, batch.To.Value, stored.Position);
            }

            seen = stored.Position.Value;
            await MarkAsync();
        }

        await unanswered.ReviewAsync(
            MayAnswer, range => ReviewAsync(range.Stream, range.From, range.To, range.Position));
    }

    private bool MayAnswer(ParticipantId peer) =>
        run.Gate.IsSettled(peer) || run.World.Plan.Canary == Canary.ReviewsBeforeAsked;

    private async Task ReviewAsync(PeerStreamId stream, long from, long to, LogPosition position)
    {
        // A life that ended reads a disk that may be restored since: nothing more comes of it.
        for (var next = from; next < to && run.Works;)
        {
            var limit = new PeerPageLimit(
                (int)Math.Min(to - next, EnvelopeLimits.BatchEntriesMax), EnvelopeLimits.BatchBytesMax);
            var page = await run.Store.ReadAsync(stream, new(next), limit);
            foreach (var stored in page)
            {
                var entry = new ReviewedEntry(
                    stream, stored.Index.Value, StoredPages.Seal(stored),
                    PeerEntry.Parser.ParseFrom(stored.Entry.Span), run.SeatOf(stream.Originator), position,
                    MayAnswer(stream.Originator));
                if (!entry.MayAnswer)
                {
                    unanswered.Add(stream, entry.Index, entry.Index + 1, position);
                }

                foreach (var review in reviews)
                {
                    await isolation.ReviewAsync(review, entry, CancellationToken.None);
                }

                if (entry.MayAnswer)
                {
                    run.Officers.Received(entry);
                }
            }

            next += page.Length;
        }
    }

    private async Task MarkAsync()
    {
        var done = Math.Min(seen, unanswered.Oldest?.Value ?? seen);
        if (done - marked < PeerStreamLimits.ReviewMarkInterval)
        {
            return;
        }

        marked = done;
        await run.Store.AppendAsync(new AppendRequest
        {
            CommandId = PeerEventStreams.CommandId("review", $"{done}"),
            Streams = [new StreamAppend(
                PeerEventStreams.Review, null, [new PeerEntriesReviewed(new(done), run.Node.Clock.GetUtcNow())])],
        });
    }
}
