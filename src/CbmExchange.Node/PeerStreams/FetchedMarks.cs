using System.Collections.Concurrent;
using CbmExchange.Domain;

namespace CbmExchange.Node.PeerStreams;

/// <summary>
/// Up to which position of the log each peer fetched all that was appended for it, since this node started: what it
/// asked us to continue after, and what we sent it. In memory; after a start nothing is known until the peer follows.
/// </summary>
internal sealed class FetchedMarks(TimeProvider time)
{
    private readonly ConcurrentDictionary<ParticipantId, LogPosition> marks = [];

    /// <summary>From when on fetches are known.</summary>
    public DateTimeOffset Since { get; } = time.GetUtcNow();

    /// <summary>Writes down that all up to a position was fetched; an older mark changes nothing.</summary>
    public void Note(ParticipantId peer, LogPosition position) => marks.AddOrUpdate(
        peer, position, (_, known) => known.Value > position.Value ? known : position);

    /// <summary>The mark of a peer; null when none is known.</summary>
    public LogPosition? Of(ParticipantId peer) => marks.TryGetValue(peer, out var mark) ? mark : null;
}
