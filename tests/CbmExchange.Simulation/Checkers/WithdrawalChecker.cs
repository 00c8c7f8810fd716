using CbmExchange.Contracts.Sync.V1;
using CbmExchange.Domain;
using CbmExchange.Domain.Lifecycle;
using CbmExchange.Envelopes.PeerStreams;
using CbmExchange.Simulation.Nodes;
using CbmExchange.Simulation.World;

namespace CbmExchange.Simulation.Checkers;

/// <summary>
/// In the end everyone who was ever given a withdrawn record was told, also after restored backups: by what lies at the
/// peers alone. What only an older generation of a stream says is left to people (decision 0018).
/// </summary>
internal static class WithdrawalChecker
{
    public static void Check(SimulatedWorld world, SimulatedNode node)
    {
        var peers = world.Nodes.Where(peer => peer != node).ToList();
        var held = peers.ToDictionary(peer => peer, peer => Held(node, peer));
        var withdrawn = held.Values.SelectMany(entries => entries).Where(IsWithdrawal).Select(entry => entry.RecordId)
            .Concat(node.Disk.Events.Select(stored => stored.Body).OfType<RecordWithdrawn>()
                .Select(one => one.RecordId.Value))
            .ToHashSet(StringComparer.Ordinal);
        foreach (var (peer, entries) in held)
        {
            var told = entries.Where(IsWithdrawal).Select(entry => entry.RecordId).ToHashSet(StringComparer.Ordinal);
            foreach (var record in entries.Where(entry => !entry.StatementSha256.IsEmpty)
                .Select(entry => entry.RecordId).Distinct().Where(withdrawn.Contains))
            {
                if (!told.Contains(record))
                {
                    world.Violate($"{peer.Identity.Designator} holds {record} of {node.Identity.Designator} and is not "
                        + "told that it is withdrawn.");
                }
            }
        }
    }

    private static bool IsWithdrawal(PeerEntry entry) => entry.Kind == EntryKinds.Withdrawn;

    private static List<PeerEntry> Held(SimulatedNode node, SimulatedNode peer) =>
        [.. (peer.Disk.Find(peer.Disk.Newest(node.Participant, peer.Participant))?.Entries ?? [])
            .Select(entry => PeerEntry.Parser.ParseFrom(entry.Entry.Span))];
}
