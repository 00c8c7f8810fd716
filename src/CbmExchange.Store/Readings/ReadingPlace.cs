using CbmExchange.Domain;

namespace CbmExchange.Store.Readings;

/// <summary>
/// A place in the order of changes: one event may store many entries of a peer, so a position alone does not tell two
/// rows apart and no page may be cut by it.
/// </summary>
/// <param name="Position">Position of the event.</param>
/// <param name="Ordinal">Place within the event: the index of the entry in its stream; 0 for own events.</param>
public readonly record struct ReadingPlace(LogPosition Position, long Ordinal)
{
    /// <summary>Before everything.</summary>
    public static ReadingPlace Start { get; } = new(default, -1);

    /// <summary>Behind all that an event stored.</summary>
    public static ReadingPlace After(LogPosition position) => new(position, long.MaxValue);
}
