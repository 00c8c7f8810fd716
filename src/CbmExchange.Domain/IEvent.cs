namespace CbmExchange.Domain;

/// <summary>Something that happened on this node. A record type with an <see cref="EventAliasAttribute"/>.</summary>
public interface IEvent;

/// <summary>The stored name of an event type. Stored events are never rewritten, so an alias is never reused.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class EventAliasAttribute(string alias) : Attribute
{
    /// <summary>Snake case, e.g. <c>record_drafted</c>.</summary>
    public string Alias { get; } = alias;
}
