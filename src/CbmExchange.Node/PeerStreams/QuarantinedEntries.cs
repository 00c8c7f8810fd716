using CbmExchange.Domain;
using CbmExchange.Domain.Peers;
using CbmExchange.Envelopes.Statements;
using CbmExchange.Store;

namespace CbmExchange.Node.PeerStreams;

/// <summary>Stored entries of a peer whose statement lacked a key when it was reviewed.</summary>
internal static class QuarantinedEntries
{
    /// <summary>Whose keys an event changes; null when none.</summary>
    public static ParticipantId? OriginatorOf(IEvent body) => body switch
    {
        PeerAdmitted admitted => admitted.Peer,
        PeerDescriptorRenewed renewed => renewed.Peer,
        _ => null,
    };

    /// <summary>Them all, oldest first, within a bound.</summary>
    public static async Task<IReadOnlyCollection<(int Generation, PeerSequence Index)>> ReadAsync(
        IEventStore store, ParticipantId peer, CancellationToken cancellationToken)
    {
        var found = new HashSet<(int, PeerSequence)>();
        await foreach (var stored in store.ReadStreamAsync(PeerEventStreams.Of(peer), default, cancellationToken)
            .ConfigureAwait(false))
        {
            if (stored.Body is PeerStatementQuarantined
                {
                    FaultName: StatementFaults.UnknownKey or StatementFaults.KeyNotYetValid,
                } lacking
                && found.Count < PeerStreamLimits.ReopenCountMax)
            {
                found.Add((lacking.Generation, lacking.Index));
            }
        }

        return found;
    }
}
