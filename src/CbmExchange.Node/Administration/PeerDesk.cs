using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Domain;
using CbmExchange.Domain.Peers;
using CbmExchange.Envelopes.Descriptors;
using CbmExchange.Node.Commands;
using CbmExchange.Node.Doors;
using CbmExchange.Node.Keys;
using CbmExchange.Node.Participants;
using CbmExchange.Node.PeerStreams;
using CbmExchange.Store;

namespace CbmExchange.Node.Administration;

/// <summary>
/// Admits and pauses peers: two officers, one descriptor, its phrase read out by its owner (design D9).
/// </summary>
internal sealed class PeerDesk(
    CommandRunner commands,
    PeerStateTable peers,
    PeerTable seats,
    ParticipantTable participants,
    NodeIdentity self,
    KeyRing keys,
    TimeProvider time
)
{
    /// <summary>First officer: hands in a descriptor.</summary>
    public Task<ProposePeerResponse> ProposeAsync(
        OfficerCall call,
        ProposePeerRequest request,
        CancellationToken cancellationToken
    ) => commands.RunAsync(call, request.CommandId, () => Task.FromResult(Propose(call, request)), cancellationToken);

    /// <summary>Second officer: types the phrase.</summary>
    public Task<AdmitPeerResponse> AdmitAsync(
        OfficerCall call,
        AdmitPeerRequest request,
        CancellationToken cancellationToken
    ) => commands.RunAsync(call, request.CommandId, () => Task.FromResult(Admit(call, request)), cancellationToken);

    /// <summary>Stops or resumes the exchange.</summary>
    public Task<PausePeerResponse> PauseAsync(
        OfficerCall call,
        PausePeerRequest request,
        CancellationToken cancellationToken
    ) => commands.RunAsync(call, request.CommandId, () => Task.FromResult(Pause(call, request)), cancellationToken);

    /// <summary>The participant that a caller names by id or designator, or null.</summary>
    public ParticipantId? Find(string participant) => participants.State.Resolve(participant)?.Participant;

    private Outcome<Decision<ProposePeerResponse>> Propose(OfficerCall call, ProposePeerRequest request)
    {
        var now = time.GetUtcNow();
        var bytes = request.SignedDescriptor.Memory;
        var verified = Verify(bytes, now);
        if (verified.Refusal is { } unfit)
        {
            return unfit;
        }

        var descriptor = verified.Value;
        if (!participants.State.Participants.TryGetValue(descriptor.Participant, out var known))
        {
            return No("PARTICIPANT_UNKNOWN", "This instance has no such participant; import the newer instance file.");
        }

        var wished = new PeerProposed(
            descriptor.Participant,
            Convert.ToBase64String(bytes.Span),
            Convert.ToHexStringLower(descriptor.Sha256.Span),
            descriptor.Phrase,
            call.Seat.Id,
            now
        );
        var decided = PeerDecider.Propose(peers.Find(descriptor.Participant), self, wished, call.Seat.ToActor(), now);
        return decided.Refusal is { } refusal
            ? refusal
            : Decide(
                descriptor.Participant,
                decided.Value,
                new ProposePeerResponse
                {
                    ParticipantId = known.Participant.Value,
                    Designator = known.Designator,
                    Name = known.Names.Length > 0 ? known.Names[0].Text : known.Designator,
                }
            );
    }

    private Outcome<Decision<AdmitPeerResponse>> Admit(OfficerCall call, AdmitPeerRequest request)
    {
        if (Find(request.Participant) is not { } peer || peers.Find(peer) is not { Proposed: { } proposed } state)
        {
            return Refusal.NotFound;
        }

        var now = time.GetUtcNow();
        var decided = PeerDecider.Admit(state, proposed.DescriptorSha256, call.Seat.ToActor(), now);
        if (decided.Refusal is { } refusal)
        {
            return refusal;
        }

        // Since it was proposed another peer may have been admitted with one of its keys, or it may have expired.
        var bytes = Convert.FromBase64String(proposed.SignedDescriptor);
        var verified = Verify(bytes, now);
        if (verified.Refusal is { } unfit)
        {
            return unfit;
        }

        return AdmissionPhrase.Matches(request.Phrase, verified.Value.SignedBytes.Span)
            ? Decide(peer, decided.Value, new AdmitPeerResponse { ParticipantId = peer.Value })
            : new Refusal(
                RefusalKind.InvalidArgument,
                "PHRASE_WRONG",
                "These are not the words of the descriptor that waits; have its owner read them out again."
            );
    }

    private Outcome<Decision<PausePeerResponse>> Pause(OfficerCall call, PausePeerRequest request)
    {
        if (Find(request.Participant) is not { } peer)
        {
            return Refusal.NotFound;
        }

        var (state, by, now) = (peers.Find(peer), call.Seat.ToActor(), time.GetUtcNow());
        var decided = request.Paused ? PeerDecider.Pause(state, by, now) : PeerDecider.Resume(state, by, now);
        return decided.Refusal is { } refusal ? refusal : Decide(peer, decided.Value, new PausePeerResponse());
    }

    /// <summary>Events about a peer, with their answer.</summary>
    public static Decision<TReply> Decide<TReply>(
        ParticipantId peer,
        System.Collections.Immutable.ImmutableArray<IEvent> events,
        TReply reply
    ) => new(events.IsEmpty ? [] : [new StreamAppend(PeerStateTable.StreamOf(peer), null, events)], reply);

    private static Refusal No(string reason, string sentence) => new(RefusalKind.FailedPrecondition, reason, sentence);

    private Outcome<VerifiedDescriptor> Verify(ReadOnlyMemory<byte> bytes, DateTimeOffset now)
    {
        var verdict = DescriptorHistories.Verify(bytes, HeldOf(bytes), [.. Others()], now);
        if (verdict.IsAccepted)
        {
            var newest = verdict.Value[^1];
            return verdict.Value.Any(version => seats.Find(version.Participant)?.UsesOtherwise(version) == true)
                ? No("KEY_IN_USE", "A key or root of the descriptor had another purpose in an earlier version.")
                : newest;
        }

        return verdict.Fault.Name == DescriptorFaults.KeyReused
            ? No("KEY_IN_USE", verdict.Fault.Sentence)
            : new Refusal(
                RefusalKind.InvalidArgument,
                "DESCRIPTOR_REFUSED",
                $"{verdict.Fault.Sentence} ({verdict.Fault.Name})"
            );
    }

    // The version in force of the peer that it speaks for; null when none is.
    private VerifiedDescriptor? HeldOf(ReadOnlyMemory<byte> bytes) =>
        DescriptorHistories.ParticipantOf(bytes) is { } participant ? seats.Find(participant)?.Descriptor : null;

    // Every version that a peer ever had: its keys stay its own.
    private IEnumerable<VerifiedDescriptor> Others() =>
        seats.All.SelectMany(seat => seat.Descriptors).Append(keys.Descriptor);
}
