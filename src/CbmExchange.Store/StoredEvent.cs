using System.Collections.Immutable;
using CbmExchange.Domain;

namespace CbmExchange.Store;

/// <summary>An event as read from the log, brought up to its newest shape.</summary>
public sealed record StoredEvent
{
    /// <summary>Place in the log.</summary>
    public required LogPosition Position { get; init; }

    /// <summary>Id of the event.</summary>
    public required Guid Id { get; init; }

    /// <summary>The stream.</summary>
    public required string StreamId { get; init; }

    /// <summary>Number within the stream, from 1.</summary>
    public required StreamVersion Version { get; init; }

    /// <summary>The stored type name.</summary>
    public required string Alias { get; init; }

    /// <summary>The event; <see cref="BodyNotRead"/> where the reader left it out.</summary>
    public required IEvent Body { get; init; }

    /// <summary>When it was appended, by this node's clock.</summary>
    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>Who and why.</summary>
    public required AppendMetadata Metadata { get; init; }

    /// <summary>
    /// Names of the properties whose personal data was destroyed with its key; they read as empty lists. A reader MUST
    /// NOT take them for "there were none".
    /// </summary>
    public ImmutableArray<string> ErasedProperties { get; init; } = [];

    /// <summary>True for an event of this type, whether its body was read or left out.</summary>
    public bool Is<T>()
        where T : IEvent => Body is T || (Body is BodyNotRead unread && unread.EventType == typeof(T));
}
