using System.Collections.Immutable;
using CbmExchange.Domain;
using CbmExchange.Domain.Peers;
using CbmExchange.Envelopes.Descriptors;
using CbmExchange.Envelopes.Keys;
using CbmExchange.Envelopes.PeerStreams;
using CbmExchange.Node.Tables;
using CbmExchange.Store;

namespace CbmExchange.Node.PeerStreams;

/// <summary>
/// The admitted peers, in memory, fed from the log alone. A descriptor that was proposed and not confirmed by a second
/// officer is not among them.
/// </summary>
internal sealed partial class PeerTable(ILogger<PeerTable> log) : IMemoryTable
{
    private readonly Dictionary<(ParticipantId Peer, string Sha256), PeerProposed> proposed = [];
    private readonly Lock gate = new();
    private volatile ImmutableSortedDictionary<ParticipantId, PeerSeat> seats =
        ImmutableSortedDictionary<ParticipantId, PeerSeat>.Empty;

    // What each peer's keys were from which event on: a few entries per peer in its whole life.
    private volatile ImmutableDictionary<ParticipantId, ImmutableList<(LogPosition From, PeerKeys Keys)>> history =
        ImmutableDictionary<ParticipantId, ImmutableList<(LogPosition, PeerKeys)>>.Empty;

    private LogPosition at;
    private TaskCompletionSource changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>All admitted peers, in the order of their ids.</summary>
    public ImmutableArray<PeerSeat> All => [.. seats.Values];

    /// <summary>Completes at the next change. Take it before reading the table.</summary>
    public Task Changed
    {
        get
        {
            lock (gate)
            {
                return changed.Task;
            }
        }
    }

    /// <summary>The admitted peer, or null.</summary>
    public PeerSeat? Find(ParticipantId peer) => seats.GetValueOrDefault(peer);

    /// <summary>
    /// The keys of a peer as the log told them up to a position; null before it was admitted. The table MUST have seen
    /// the position.
    /// </summary>
    public PeerKeys? KeysAt(ParticipantId peer, LogPosition position) =>
        history.GetValueOrDefault(peer, []).LastOrDefault(known => known.From.Value <= position.Value).Keys;

    /// <inheritdoc/>
    public void Apply(StoredEvent stored)
    {
        at = stored.Position;
        switch (stored.Body)
        {
            case PeerProposed proposal:
                proposed[(proposal.Peer, proposal.DescriptorSha256)] = proposal;
                break;
            case PeerAdmitted admitted when proposed.Remove(
                (admitted.Peer, admitted.DescriptorSha256), out var proposal):
                Admit(admitted.Peer, Convert.FromBase64String(proposal.SignedDescriptor));
                break;
            case PeerDescriptorRenewed renewed:
                Admit(renewed.Peer, Convert.FromBase64String(renewed.SignedDescriptor));
                break;
            case PeerPaused paused when Find(paused.Peer) is { } seat:
                Put(seat with { IsPaused = true });
                break;
            case PeerResumed resumed when Find(resumed.Peer) is { } seat:
                Put(seat with { IsPaused = false });
                break;
            case PeerFaultReleased released when Find(released.Peer) is { } seat:
                Put(seat with { FaultReleases = seat.FaultReleases + 1, Stopped = null });
                break;
            case PeerStreamStopped stopped when Find(stopped.Peer) is { } seat:
                Put(seat with { Stopped = stopped });
                break;
            case PeerEntriesStored entries when Find(entries.Originator) is { Stopped: { } stopped } seat
                && entries.Generation > stopped.Generation:
                Put(seat with { Stopped = null });
                break;
            case PeerKeyChanged change when Find(change.Peer) is { } seat:
                Put(seat with
                {
                    Keys = seat.Keys.WithStatus(new KeyId(change.KeySha256), StatusOf(change), change.Since),
                });
                break;
        }
    }

    private static KeyStatus StatusOf(PeerKeyChanged change) =>
        change.Change == KeyChanges.Compromised ? KeyStatus.Compromised : KeyStatus.Retired;

    // What was verified when it was admitted is opened again here; one that no longer opens admits nobody, nor does one
    // that names a key in another role or a key of another peer: two proposals may have waited at the same time.
    private void Admit(ParticipantId peer, byte[] signedDescriptor)
    {
        var seat = Find(peer);
        var opened = DescriptorHistories.Open(signedDescriptor, seat?.Descriptor);
        if (!opened.IsAccepted || opened.Value[^1].Participant != peer)
        {
            NotTaken(log, peer.Value, opened.IsAccepted ? DescriptorFaults.WrongParticipant : opened.Fault.Name);
            return;
        }

        var versions = opened.Value;
        if (versions.Any(version => seat?.UsesOtherwise(version) == true
            || seats.Values.Any(other => other.Participant != peer && other.HoldsKeyOf(version))))
        {
            NotTaken(log, peer.Value, DescriptorFaults.KeyReused);
            return;
        }

        Put(seat is null
            ? new PeerSeat([.. versions], VerifiedDescriptor.KeysOf(versions), false, 0)
            : seat with
            {
                Descriptors = [.. seat.Descriptors, .. versions],
                Keys = versions.Aggregate(seat.Keys, (keys, version) => keys.With(version.Keys)),
                Stopped = null,
            });
    }

    private void Put(PeerSeat seat)
    {
        if (Find(seat.Participant)?.Keys != seat.Keys)
        {
            history = history.SetItem(
                seat.Participant, history.GetValueOrDefault(seat.Participant, []).Add((at, seat.Keys)));
        }

        seats = seats.SetItem(seat.Participant, seat);
        TaskCompletionSource done;
        lock (gate)
        {
            done = changed;
            changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        done.TrySetResult();
    }

    [LoggerMessage(PeerStreamEventIds.DescriptorNotTaken, LogLevel.Error,
        "A descriptor of {Peer} stands in the log and is not in force: {Fault}; see runbooks/descriptor-not-taken.")]
    private static partial void NotTaken(ILogger log, string peer, string fault);
}
