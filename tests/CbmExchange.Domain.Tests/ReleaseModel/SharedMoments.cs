using CbmExchange.Domain.Lifecycle;

namespace CbmExchange.Domain.Tests.ReleaseModel;

/// <summary>What everybody saw of one record at the moments of its history, to be asked for again afterwards.</summary>
internal sealed class SharedMoments(ParticipantId[] all)
{
    private readonly List<IEvent> log = [];
    private readonly List<(DateTimeOffset At, string Seen)> moments = [];

    /// <summary>These were appended.</summary>
    public void Happened(IEnumerable<IEvent> happened) => log.AddRange(happened);

    /// <summary>The record stands so at a moment.</summary>
    public void Remember(DateTimeOffset at, RecordState record) => moments.Add((at, Seen(record)));

    /// <summary>The first moment that reads otherwise now; null when all read as they were.</summary>
    public string? Difference() =>
        moments.Select(moment => (moment.At, Was: moment.Seen, Reads: Seen(RecordState.FoldUntil(log, moment.At))))
            .Where(moment => moment.Was != moment.Reads)
            .Select(moment => $"until {moment.At:O} was\n{moment.Was}\nand reads as\n{moment.Reads}")
            .FirstOrDefault();

    private string Seen(RecordState record) =>
        string.Join('\n', all.Select(who => record.SeenBy(who) is { } seen
            ? $"{who} {SimpleHolding.ReadingOf(SimplePart.Of(seen.View.Claims))} {seen.Marking.Tlp} {seen.At:O} "
                + $"{seen.NarrowedAt:O} {record.Withdrawal?.Told.Contains(who)}"
            : $"{who} nothing"));
}
