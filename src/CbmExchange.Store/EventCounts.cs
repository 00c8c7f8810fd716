using System.Collections.Immutable;
using CbmExchange.Store.Statistics;

namespace CbmExchange.Store;

/// <summary>Counts of events by type, from a projection.</summary>
/// <param name="store">The store whose runner folds <see cref="Projection"/>.</param>
public sealed class EventCounts(PostgresEventStore store)
{
    /// <summary>To be given to the <see cref="ProjectionRunner"/>.</summary>
    public static Projection Projection { get; } = new EventCountsProjection();

    /// <summary>All types that occurred, by name.</summary>
    public async Task<ImmutableArray<EventCount>> ReadAsync(CancellationToken cancellationToken = default)
    {
        await using var command = store.ViewOf(Projection)
            .CreateCommand("select type, count, last_at from event_counts order by type collate \"C\"");
        await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        var counts = ImmutableArray.CreateBuilder<EventCount>();
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            counts.Add(new EventCount(
                reader.GetString(0), reader.GetInt64(1), new DateTimeOffset(reader.GetDateTime(2), TimeSpan.Zero)));
        }

        return counts.ToImmutable();
    }
}
