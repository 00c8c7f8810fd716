using CbmExchange.Domain;
using CbmExchange.Domain.Lifecycle;
using CbmExchange.Domain.Peers;
using CbmExchange.Simulation.Disk;
using CbmExchange.Simulation.Nodes;
using CbmExchange.Simulation.World;

namespace CbmExchange.Simulation.Checkers;

/// <summary>
/// Every command that was answered is in the log, once; nothing is in the log that nobody commanded. What an older
/// backup does not have is forgiven, since the operator put it back.
/// </summary>
internal sealed class CommandChecker(SimulatedWorld world)
{
    private readonly HashSet<(int Node, Guid Command)> issued = [];
    private readonly HashSet<(int Node, Guid Command)> answered = [];

    /// <summary>Commands answered so far.</summary>
    public int AnsweredCount { get; private set; }

    /// <summary>An officer commands it, or the node has reason to; true the first time.</summary>
    public bool Issued(SimulatedNode node, Guid command) => issued.Add((node.Index, command));

    /// <summary>True when an officer commanded it, or the node had reason to.</summary>
    public bool IsIssued(SimulatedNode node, Guid command) => issued.Contains((node.Index, command));

    public void Answered(SimulatedNode node, Guid command)
    {
        answered.Add((node.Index, command));
        AnsweredCount++;
    }

    public void Forget(SimulatedNode node, IEnumerable<Commit> lost)
    {
        foreach (var commit in lost)
        {
            answered.Remove((node.Index, commit.Request?.CommandId ?? default));
        }
    }

    public void Finish()
    {
        foreach (var node in world.Nodes)
        {
            var held = node.Disk.Commits.Where(commit => commit.Request is not null).ToList();
            var ids = held.Select(commit => commit.Request!.CommandId).ToList();
            foreach (var (_, lost) in answered.Where(one => one.Node == node.Index && !ids.Contains(one.Command)))
            {
                world.Violate($"{node.Identity.Designator} lost the command {lost}, which it had answered.");
            }

            if (ids.Distinct().Count() != ids.Count)
            {
                world.Violate($"{node.Identity.Designator} has a command twice.");
            }

            foreach (var invented in held.Where(commit => !issued.Contains((node.Index, commit.Request!.CommandId))
                && commit.Events.Any(stored => !IsOfTheNode(stored.Body))))
            {
                world.Violate(
                    $"{node.Identity.Designator} holds {invented.Events[0].Alias}, which nobody commanded.");
            }
        }
    }

    private static bool IsOfTheNode(IEvent body) => body is PeerEntriesStored or PeerInputQuarantined
        or PeerStatementQuarantined or MessageDeliveredReceiptWritten or CheckpointOfPeerWritten
        or OwnEntriesTakenBack or ReleaseTakenBack or NarrowingTakenBack or WithdrawalTakenBack or WithdrawalTold
        or PeerEntriesReviewed or PeerStreamStopped;
}
