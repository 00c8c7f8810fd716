using System.Collections.Immutable;
using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Domain;
using CbmExchange.Envelopes.PeerStreams;
using CbmExchange.Node.Participants;
using CbmExchange.Store;
using CbmExchange.Store.Readings;
using Google.Protobuf.WellKnownTypes;

namespace CbmExchange.Node.Administration;

/// <summary>Sizes and health of the streams with each peer; no content.</summary>
internal sealed class StreamDesk(
    IEventStore store, PeerStateTable peers, ParticipantTable participants, IPeerConnections connections,
    ReadModels models, NodeIdentity self, TimeProvider time)
{
    /// <summary>Items of evidence shown, newest first.</summary>
    private const int QuarantineCountMax = 200;

    /// <summary>Both directions of every participant that is, or could become, a peer.</summary>
    public async Task<ListStreamsResponse> ListAsync(CancellationToken cancellationToken)
    {
        var stored = await store.PeerStreams.ListAsync(cancellationToken).ConfigureAwait(false);
        var applied = (await models.Streams.AppliedAsync(cancellationToken).ConfigureAwait(false))
            .ToDictionary(one => (one.Originator, one.Generation), one => one.Applied.Value);
        var response = new ListStreamsResponse { Facts = new ViewFacts { AsOf = time.GetUtcNow().ToTimestamp() } };
        foreach (
            var other in participants.State.Participants.Keys.Where(participant => participant != self.Participant))
        {
            response.Streams.Add(await ViewAsync(new PeerStreamId(self.Participant, other, 1), other, "out", stored,
                applied, cancellationToken).ConfigureAwait(false));
            response.Streams.Add(await ViewAsync(new PeerStreamId(other, self.Participant, 1), other, "in", stored,
                applied, cancellationToken).ConfigureAwait(false));
        }

        response.Facts.VisibleCount = response.Streams.Count;
        return response;
    }

    /// <summary>What was refused by name and kept.</summary>
    public async Task<ListQuarantineResponse> QuarantineAsync(CancellationToken cancellationToken)
    {
        var response = new ListQuarantineResponse { Facts = new ViewFacts { AsOf = time.GetUtcNow().ToTimestamp() } };
        foreach (var peer in peers.All.Where(peer => peer.Value.QuarantinedCount > 0).Select(peer => peer.Key))
        {
            var kept = await store.PeerStreams.ReadEvidenceAsync(peer, QuarantineCountMax, cancellationToken)
                .ConfigureAwait(false);
            response.Items.AddRange(kept.Select(piece => new QuarantineView
            {
                EvidenceId = piece.Id.ToString(),
                FromPeer = participants.DesignatorOf(piece.Peer),
                Fault = piece.Fault,
                Sentence = piece.Sentence,
                At = piece.StoredAt.ToTimestamp(),
                EvidenceBytes = piece.Length,
            }));
        }

        var newest = response.Items.OrderByDescending(item => item.At).Take(QuarantineCountMax).ToList();
        response.Items.Clear();
        response.Items.AddRange(newest);
        response.Facts.VisibleCount = newest.Count;
        return response;
    }

    private async Task<StreamView> ViewAsync(
        PeerStreamId first, ParticipantId other, string direction,
        ImmutableArray<PeerStreamInfo> stored,
        IReadOnlyDictionary<(ParticipantId Originator, int Generation), long> applied,
        CancellationToken cancellationToken)
    {
        var newest =
            stored.Where(info => info.Stream.Originator == first.Originator && info.Stream.Recipient == first.Recipient)
            .MaxBy(info => info.Stream.Generation)?.Stream;
        var head = newest is null
            ? null
            : await store.PeerStreams.HeadAsync(newest, cancellationToken).ConfigureAwait(false);
        var size = head?.Range.Size ?? 0;
        var facts = connections.FactsOf(other, direction);
        var view = new StreamView
        {
            ParticipantId = other.Value,
            Designator = participants.DesignatorOf(other),
            Direction = direction,
            Generation = newest?.Generation ?? 0,
            Size = Math.Max(size, facts.SizeSeen),
            Received = direction == "in" ? Math.Max(size, facts.Received) : facts.Received,
            Stored = size,
            Applied = direction == "in" ? applied.GetValueOrDefault((other, newest?.Generation ?? 0)) : size,
            State = StateOf(other, facts),
            Fault = facts.Fault ?? "",
            Root = head is null ? "" : Convert.ToHexStringLower(head.Range.Root()),
        };
        if (facts.LastContact is { } contact)
        {
            view.LastContact = contact.ToTimestamp();
        }

        return view;
    }

    private string StateOf(ParticipantId other, ConnectionFacts facts)
    {
        var peer = peers.Find(other);
        return peer.Admitted is null ? "waiting: no node admitted" : peer.IsPaused ? "paused" : facts.State;
    }
}
