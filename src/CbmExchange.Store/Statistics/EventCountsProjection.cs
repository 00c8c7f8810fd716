namespace CbmExchange.Store.Statistics;

/// <summary>
/// How often each type of event was appended, and when last: what "streams status" and a duty officer ask first.
/// </summary>
internal sealed class EventCountsProjection : Projection
{
    public override string Name => "event-counts";

    public override int Version => 1;

    public override string TablesSql { get; } = SqlFile("Statistics", "0001-event-counts.sql");

    public override ValueTask FoldAsync(
        IReadOnlyList<StoredEvent> page, ProjectionWriter writer, CancellationToken cancellationToken)
    {
        var groups = page.GroupBy(one => one.Alias, StringComparer.Ordinal).ToArray();
        writer.Add(
            "insert into event_counts as c (type, count, last_at) select * from unnest($1, $2, $3) "
            + "on conflict (type) do update set count = c.count + excluded.count, last_at = greatest(c.last_at, "
            + "excluded.last_at)",
            groups.Select(group => group.Key).ToArray(),
            groups.Select(group => (long)group.Count()).ToArray(),
            groups.Select(group => group.Max(one => one.Timestamp).UtcDateTime).ToArray());
        return ValueTask.CompletedTask;
    }
}
