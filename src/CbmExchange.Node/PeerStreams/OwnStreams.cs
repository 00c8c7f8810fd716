using CbmExchange.Domain;
using CbmExchange.Envelopes.PeerStreams;
using CbmExchange.Store;

namespace CbmExchange.Node.PeerStreams;

/// <summary>Finds the newest generation of a stream.</summary>
internal static class OwnStreams
{
    /// <summary>The newest generation that the store knows; generation 1 when it knows none.</summary>
    public static async Task<PeerStreamId> NewestAsync(
        this IPeerStreamStore streams, ParticipantId originator, ParticipantId recipient,
            CancellationToken cancellationToken)
    {
        var all = await streams.ListAsync(cancellationToken).ConfigureAwait(false);
        return all.Select(info => info.Stream)
            .Where(stream => stream.Originator == originator && stream.Recipient == recipient)
            .MaxBy(stream => stream.Generation) ?? new PeerStreamId(originator, recipient, 1);
    }

    /// <summary>The right edge of a stream; empty for one that the store does not know.</summary>
    public static async Task<CompactRange> RangeAsync(
        this IPeerStreamStore streams, PeerStreamId stream, CancellationToken cancellationToken)
    {
        var head = await streams.HeadAsync(stream, cancellationToken).ConfigureAwait(false);
        return head?.Range ?? CompactRange.Empty;
    }
}
