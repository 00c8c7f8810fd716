using System.Buffers.Text;
using System.Text;
using System.Text.RegularExpressions;
using CbmExchange.Contracts.Sync.V1;
using CbmExchange.Domain;
using CbmExchange.Simulation.Nodes;
using CbmExchange.Simulation.World;

namespace CbmExchange.Simulation.Checkers;

/// <summary>
/// Nobody is sent a token that no release gave it: each text of a record carries one, and all that leaves a node is
/// searched for them.
/// </summary>
internal sealed partial class DisclosureChecker(SimulatedWorld world)
{
    private readonly HashSet<(int Node, ParticipantId Peer, string Token)> allowed = [];
    private readonly HashSet<(int Node, ParticipantId Peer, string Text)> searched = [];

    /// <summary>A release gives a participant what stands in this view.</summary>
    public void Allow(SimulatedNode node, ParticipantId participant, string view)
    {
        foreach (var match in Token().EnumerateMatches(view))
        {
            allowed.Add((node.Index, participant, view.Substring(match.Index, match.Length)));
        }
    }

    /// <summary>A message leaves a node.</summary>
    public void Sent(SimulatedNode node, ParticipantId peer, FollowResponse message)
    {
        foreach (var entry in message.Batch?.Entries ?? [])
        {
            foreach (var disclosure in entry.Disclosures.Where(one => searched.Add((node.Index, peer, one))))
            {
                Search(node, peer, Encoding.UTF8.GetString(Base64Url.DecodeFromChars(disclosure)));
            }

            var statement = Encoding.ASCII.GetString(entry.Statement.Span);
            if (statement.Length > 0 && searched.Add((node.Index, peer, statement)))
            {
                Search(node, peer, Encoding.UTF8.GetString(Base64Url.DecodeFromChars(statement.Split('.')[1])));
                Search(node, peer, Encoding.UTF8.GetString(entry.Entry.Span));
            }
        }
    }

    private void Search(SimulatedNode node, ParticipantId peer, string text)
    {
        foreach (var match in Token().EnumerateMatches(text))
        {
            if (!allowed.Contains((node.Index, peer, text.Substring(match.Index, match.Length))))
            {
                world.Violate(
                    $"{node.Identity.Designator} tells {SimulatedWorld.IndexOf(peer)} what was not released to it.");
            }
        }
    }

    [GeneratedRegex("tkn[0-9a-f]{8}q")]
    private static partial Regex Token();
}
