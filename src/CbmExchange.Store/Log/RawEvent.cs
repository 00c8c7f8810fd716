namespace CbmExchange.Store.Log;

/// <summary>A row of mt_events before its body is read.</summary>
internal sealed record RawEvent
{
    public required long Position { get; init; }

    public required Guid Id { get; init; }

    public required string StreamId { get; init; }

    public required long Version { get; init; }

    public required string Alias { get; init; }

    /// <summary>Null when it was left out.</summary>
    public required string? Json { get; init; }

    public required DateTimeOffset Timestamp { get; init; }

    public required AppendMetadata Metadata { get; init; }
}
