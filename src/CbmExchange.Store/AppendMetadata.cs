using System.Collections.Immutable;

namespace CbmExchange.Store;

/// <summary>Who and why; written beside each event of a request in Marten's metadata columns.</summary>
public sealed record AppendMetadata
{
    /// <summary>Nothing known.</summary>
    public static AppendMetadata None { get; } = new();

    /// <summary>Id of the call that all of this belongs to.</summary>
    public string? CorrelationId { get; init; }

    /// <summary>Id of what caused it, e.g. an event or an entry.</summary>
    public string? CausationId { get; init; }

    /// <summary>Id of the officer or part of the node that did it.</summary>
    public string? UserName { get; init; }

    /// <summary>Further pairs; never content of records.</summary>
    public ImmutableSortedDictionary<string, string> Headers { get; init; } =
        ImmutableSortedDictionary<string, string>.Empty;
}
