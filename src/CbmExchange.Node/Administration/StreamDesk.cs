using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Domain;
using CbmExchange.Domain.Officers;
using CbmExchange.Domain.Peers;
using CbmExchange.Envelopes.PeerStreams;
using CbmExchange.Node.Commands;
using CbmExchange.Node.Doors;
using CbmExchange.Node.Participants;
using CbmExchange.Store;
using Google.Protobuf.WellKnownTypes;

namespace CbmExchange.Node.Administration;

/// <summary>Sizes and health of the streams with each peer; no content.</summary>
internal sealed class StreamDesk(
    IEventStore store, CommandRunner commands, PeerStateTable peers, ParticipantTable participants,
    GenerationRequests requests, PeerDesk desk, IPeerConnections connections, NodeIdentity self, TimeProvider time)
{
    /// <summary>Items of evidence shown, newest first.</summary>
    private const int QuarantineCountMax = 200;

    /// <summary>Both directions of every participant that is, or could become, a peer.</summary>
    public async Task<ListStreamsResponse> ListAsync(CancellationToken cancellationToken)
    {
        var stored = await store.PeerStreams.ListAsync(cancellationToken).ConfigureAwait(false);
        var response = new ListStreamsResponse { Facts = new ViewFacts { AsOf = time.GetUtcNow().ToTimestamp() } };
        foreach (
            var other in participants.State.Participants.Keys.Where(participant => participant != self.Participant))
        {
            response.Streams.Add(await ViewAsync(new PeerStreamId(self.Participant, other, 1), other, "out", stored,
                cancellationToken).ConfigureAwait(false));
            response.Streams.Add(await ViewAsync(new PeerStreamId(other, self.Participant, 1), other, "in", stored,
                cancellationToken).ConfigureAwait(false));
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

    /// <summary>First call remembers, second call by another officer opens.</summary>
    public async Task<OpenGenerationResponse> OpenGenerationAsync(
        OfficerCall call, OpenGenerationRequest request, CancellationToken cancellationToken)
    {
        var reply = await commands.RunAsync(
            call, request.CommandId, () => Task.FromResult(OpenGeneration(call, request)), cancellationToken)
            .ConfigureAwait(false);
        if (reply.Generation > 0 && desk.Find(request.Participant) is { } peer)
        {
            await store.PeerStreams.OpenAsync(
                new PeerStreamId(self.Participant, peer, reply.Generation), CancellationToken.None)
                    .ConfigureAwait(false);
            requests.Done(peer);
        }

        return reply;
    }

    private Outcome<Decision<OpenGenerationResponse>> OpenGeneration(OfficerCall call, OpenGenerationRequest request)
    {
        if (desk.Find(request.Participant) is not { } peer || peers.Find(peer) is not { Admitted: not null } state)
        {
            return Refusal.NotFound;
        }

        if (!connections.NeedsGeneration(peer))
        {
            return new Refusal(RefusalKind.FailedPrecondition, "STREAM_NOT_BEHIND",
                "The peer does not hold more of our stream than we do; a new generation is not needed.");
        }

        var by = call.Seat.ToActor();
        if (requests.FirstBefore(peer, by) is not { } first)
        {
            return new Decision<OpenGenerationResponse>([], new OpenGenerationResponse());
        }

        // Either may come first: the administrator is the one whom Domain calls first.
        var (admin, second) = Permissions.Allowed(first.Roles, OfficerAction.Administer) ? (first, by) : (by, first);
        var decided = PeerDecider.OpenGeneration(state, admin, second, time.GetUtcNow());
        return decided.Refusal is { } refusal
            ? refusal
            : new Decision<OpenGenerationResponse>(
                [new StreamAppend(PeerStateTable.StreamOf(peer), null, decided.Value)],
                new OpenGenerationResponse { Generation = state.OwnGeneration + 1 });
    }

    private async Task<StreamView> ViewAsync(
        PeerStreamId first, ParticipantId other, string direction,
        System.Collections.Immutable.ImmutableArray<PeerStreamInfo> stored, CancellationToken cancellationToken)
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
            Applied = direction == "in" ? facts.Applied ?? size : size,
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
