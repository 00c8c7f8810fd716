using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Domain;
using CbmExchange.Domain.Peers;
using CbmExchange.Envelopes.Descriptors;
using CbmExchange.Node.Commands;
using CbmExchange.Node.Doors;
using CbmExchange.Node.Keys;
using CbmExchange.Node.Participants;
using CbmExchange.Store;

namespace CbmExchange.Node.Administration;

/// <summary>
/// Admits and pauses peers: two officers, one descriptor, its phrase read out by its owner (design D9).
/// </summary>
internal sealed class PeerDesk(
    CommandRunner commands,
    PeerStateTable peers,
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
        var previous = PreviousOf(bytes);
        var verdict = DescriptorVerifier.Verify(bytes, previous, Others(), now);
        if (!verdict.IsAccepted)
        {
            return verdict.Fault.Name == DescriptorFaults.KeyReused
                ? No("KEY_IN_USE", verdict.Fault.Sentence)
                : new Refusal(
                    RefusalKind.InvalidArgument,
                    "DESCRIPTOR_REFUSED",
                    $"{verdict.Fault.Sentence} ({verdict.Fault.Name})"
                );
        }

        var descriptor = verdict.Value;
        if (!participants.State.Participants.TryGetValue(descriptor.Participant, out var known))
        {
            return No("PARTICIPANT_UNKNOWN", "This instance has no such participant; import the newer instance file.");
        }

        var wished = new PeerProposed(
            descriptor.Participant,
            Convert.ToBase64String(bytes.Span),
            Convert.ToHexStringLower(descriptor.Sha256.Span),
            AdmissionPhrase.Of(bytes.Span),
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

        var decided = PeerDecider.Admit(state, proposed.DescriptorSha256, call.Seat.ToActor(), time.GetUtcNow());
        if (decided.Refusal is { } refusal)
        {
            return refusal;
        }

        return AdmissionPhrase.Matches(request.Phrase, Convert.FromBase64String(proposed.SignedDescriptor))
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

    // The version in force, when the descriptor is a later one of a peer that was admitted; null for a first one.
    private VerifiedDescriptor? PreviousOf(ReadOnlyMemory<byte> bytes) =>
        DescriptorVerifier.Open(bytes, null).IsAccepted
            ? null
            : Admitted().FirstOrDefault(known => DescriptorVerifier.Open(bytes, known).IsAccepted);

    private IEnumerable<VerifiedDescriptor> Others() => Admitted().Append(keys.Descriptor);

    private IEnumerable<VerifiedDescriptor> Admitted() =>
        peers
            .All.Values.Where(peer => peer.Admitted is not null)
            .Select(peer => DescriptorVerifier.Open(Convert.FromBase64String(peer.Admitted!.SignedDescriptor), null))
            .Where(opened => opened.IsAccepted)
            .Select(opened => opened.Value);
}
