using System.Collections.Frozen;
using CbmExchange.Domain;

namespace CbmExchange.Store;

/// <summary>Which bodies a reader of the whole log wants; of the other events it is told all but the body.</summary>
public sealed class EventBodies
{
    private readonly FrozenSet<Type> leftOut;

    private EventBodies(IEnumerable<Type> leftOut) => this.leftOut = leftOut.ToFrozenSet();

    /// <summary>All of them.</summary>
    public static EventBodies All { get; } = new([]);

    /// <summary>
    /// All but those of some event types, which arrive as <see cref="BodyNotRead"/>: they are neither sent by the
    /// database nor decoded. A body that has to be brought up to date is read all the same, since its newest type
    /// depends on it.
    /// </summary>
    public static EventBodies Without(params IEnumerable<Type> eventTypes) => new(eventTypes);

    /// <summary>True when bodies of this event type are not wanted.</summary>
    internal bool LeaveOut(Type eventType) => leftOut.Contains(eventType);
}
