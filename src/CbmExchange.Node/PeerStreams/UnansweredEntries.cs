using CbmExchange.Domain;
using CbmExchange.Envelopes.PeerStreams;

namespace CbmExchange.Node.PeerStreams;

/// <summary>
/// Entries that were reviewed before our stream to their originator might be written: they are reviewed once more when
/// it may (decision 0014). Kept as ranges: a peer is followed only behind the same gate, so that there are few.
/// </summary>
internal sealed class UnansweredEntries
{
    private readonly List<Range> ranges = [];

    /// <summary>True when none waits.</summary>
    public bool IsEmpty => ranges.Count == 0;

    /// <summary>The first position of the log that is not done with; null when none waits.</summary>
    public LogPosition? Oldest => IsEmpty ? null : ranges.Select(range => range.Position).Min();

    /// <summary>Adds the entries from one index to before another.</summary>
    public void Add(PeerStreamId stream, long from, long to, LogPosition position)
    {
        var last = ranges.FindLastIndex(range => range.Stream == stream);
        if (last >= 0 && ranges[last].From <= from && from <= ranges[last].To)
        {
            ranges[last] = ranges[last] with { To = Math.Max(to, ranges[last].To) };
        }
        else if (!ranges.Exists(range => range.Stream == stream && range.From <= from && to <= range.To))
        {
            ranges.Add(new Range(stream, from, to, position));
        }
    }

    /// <summary>
    /// Hands those of settled peers to a review, in the order in which they came. What fails waits on.
    /// </summary>
    public async Task ReviewAsync(Func<ParticipantId, bool> isSettled, Func<Range, Task> review)
    {
        foreach (var range in ranges.Where(range => isSettled(range.Stream.Originator)).ToList())
        {
            await review(range).ConfigureAwait(false);
            ranges.Remove(range);
        }
    }

    /// <summary>Consecutive entries of one stream.</summary>
    /// <param name="Stream">The stream.</param>
    /// <param name="From">The first.</param>
    /// <param name="To">After the last.</param>
    /// <param name="Position">Position in the log of the event that stored the first.</param>
    public sealed record Range(PeerStreamId Stream, long From, long To, LogPosition Position);
}
