using System.Collections.Concurrent;
using System.Globalization;
using CbmExchange.Domain;
using CbmExchange.Domain.Peers;
using CbmExchange.Envelopes.PeerStreams;
using CbmExchange.Store;
using CbmExchange.Sync.CheckpointsOfPeer;

namespace CbmExchange.Node.PeerStreams;

/// <summary>Tells a peer, at most once per interval, which head of its own stream we hold (design D5).</summary>
internal sealed class CheckpointOfPeerWriter(IEventStore store, SyncIdentity identity, TimeProvider time) : IEntryReview
{
    private readonly FollowerStore storing = new(store, time);
    private readonly ConcurrentDictionary<ParticipantId, DateTimeOffset> writtenAt = [];

    /// <inheritdoc/>
    public async Task ReviewAsync(ReviewedEntry entry, CancellationToken cancellationToken)
    {
        var (peer, now) = (entry.Stream.Originator, time.GetUtcNow());
        if (!entry.MayAnswer || !CheckpointOfPeerPolicy.Counts(entry.Body.Kind))
        {
            return;
        }

        var last = await LastAsync(peer, cancellationToken).ConfigureAwait(false);
        if (!CheckpointOfPeerPolicy.IsDue(last, hasNews: true, now))
        {
            return;
        }

        var head = await store.PeerStreams.HeadAsync(entry.Stream, cancellationToken).ConfigureAwait(false);
        var verified = PeerStreamVerifier.VerifyHead(entry.Stream, head!.Range, head.Checkpoint, entry.Peer.Keys, now);
        if (!verified.IsAccepted)
        {
            return;
        }

        var ours = await store.PeerStreams.NewestAsync(identity.Participant, peer, cancellationToken)
            .ConfigureAwait(false);
        var written = new CheckpointOfPeerWritten(peer, entry.Stream.Generation, new(head.Range.Size), now);
        var day = (now.UtcTicks / Sync.SyncLimits.CheckpointOfPeerInterval.Ticks)
            .ToString(CultureInfo.InvariantCulture);
        await storing.DemandAsync(
            new AppendRequest
            {
                CommandId = PeerEventStreams.CommandId(
                    "checkpoint-of-peer", entry.Stream.Origin, $"{head.Range.Size}", day),
                Streams = [new StreamAppend(PeerEventStreams.Of(peer), null, [written])],
                PeerEntries = [new PeerAppend(ours, [PeerEntryBuilder.CheckpointOfPeer(verified.Value, now)])],
            },
            cancellationToken).ConfigureAwait(false);
        writtenAt[peer] = now;
    }

    // Read once from the log; null when none was ever written.
    private async Task<DateTimeOffset?> LastAsync(ParticipantId peer, CancellationToken cancellationToken)
    {
        if (writtenAt.TryGetValue(peer, out var known))
        {
            return known == DateTimeOffset.MinValue ? null : known;
        }

        var last = DateTimeOffset.MinValue;
        await foreach (var stored in store.ReadStreamAsync(PeerEventStreams.Of(peer), default, cancellationToken)
            .ConfigureAwait(false))
        {
            last = stored.Body is CheckpointOfPeerWritten written ? written.At : last;
        }

        writtenAt[peer] = last;
        return last == DateTimeOffset.MinValue ? null : last;
    }
}
