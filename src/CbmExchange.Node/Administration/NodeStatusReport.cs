using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Domain;
using CbmExchange.Node.Doors;
using CbmExchange.Node.Participants;
using CbmExchange.Node.Tables;
using CbmExchange.Node.Verbs;
using Google.Protobuf.WellKnownTypes;

namespace CbmExchange.Node.Administration;

/// <summary>
/// Version, participant, the caller's roles and health, in plain words; answers also while the store does not.
/// </summary>
internal sealed class NodeStatusReport(
    NodeIdentity self, ParticipantTable participants, PeerStateTable peers, TableFollower tables,
    IPeerConnections connections, IEnumerable<IProjectionPositions> projections,
    IEnumerable<IHealthLines> concerns, TimeProvider time)
{
    private readonly DateTimeOffset startedAt = time.GetUtcNow();

    /// <summary>The report.</summary>
    public async Task<GetNodeStatusResponse> AnswerAsync(OfficerCall call, CancellationToken cancellationToken)
    {
        var head = await tables.ProbeAsync(cancellationToken).ConfigureAwait(false);
        var known = participants.State.Participants.GetValueOrDefault(self.Participant);
        var response = new GetNodeStatusResponse
        {
            SoftwareVersion = SoftwareVersion.Text,
            ParticipantId = self.Participant.Value,
            Designator = self.Designator,
            Name = known is { Names.Length: > 0 } ? known.Names[0].Text : self.Designator,
            Officer = call.Seat.Label,
            StartedAt = startedAt.ToTimestamp(),
            Now = time.GetUtcNow().ToTimestamp(),
            LogPosition = head?.Value ?? tables.Position.Value,
            Facts = new ViewFacts { AsOf = tables.AsOf.ToTimestamp(), FromMemory = head is null },
        };
        response.Roles.AddRange(call.Seat.Roles);
        response.Health.Add(head is null
            ? $"store: does not answer; views as of {tables.AsOf:yyyy-MM-dd HH:mm} UTC"
            : "store: answers");
        response.Health.AddRange(peers.All.Where(peer => peer.Value.Admitted is not null).Select(peer =>
            $"peer {participants.DesignatorOf(peer.Key)}: "
            + (peer.Value.IsPaused ? "paused" : connections.FactsOf(peer.Key, "in").State)));
        response.Health.AddRange(concerns.SelectMany(some => some.Lines()));
        response.Projections["tables-in-memory"] = tables.Position.Value;
        foreach (var (name, position) in projections.SelectMany(some => some.Positions()))
        {
            response.Projections[name] = position.Value;
        }

        return response;
    }
}
