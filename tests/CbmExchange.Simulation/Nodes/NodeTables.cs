using CbmExchange.Domain;
using CbmExchange.Node.Administration;
using CbmExchange.Node.Participants;
using CbmExchange.Node.Publishing;
using CbmExchange.Store;

namespace CbmExchange.Simulation.Nodes;

/// <summary>The memory tables of Node that commands decide with, fed in the order of the log.</summary>
internal sealed class NodeTables(NodeIdentity self, TimeProvider time)
{
    public ParticipantTable Participants { get; } = new();

    public OwnRecordTable Records { get; } = new();

    public PeerStateTable Peers { get; } = new();

    public WaitingReleases Waiting { get; } = new(time);

    public FollowedBodies Followed { get; } = new();

    public EntryMaker Entries => new(self, Peers);

    public void Apply(StoredEvent stored)
    {
        Participants.Apply(stored);
        Records.Apply(stored);
        Peers.Apply(stored);
        Waiting.Apply(stored);
        Followed.Apply(stored);
    }
}
