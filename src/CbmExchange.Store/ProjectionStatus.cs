using CbmExchange.Domain;

namespace CbmExchange.Store;

/// <summary>How far a projection is.</summary>
public sealed record ProjectionStatus
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Its version.</summary>
    public required int Version { get; init; }

    /// <summary>The last event folded.</summary>
    public required LogPosition Position { get; init; }

    /// <summary>What it is doing.</summary>
    public required ProjectionState State { get; init; }

    /// <summary>Why it stopped or waits.</summary>
    public string? Reason { get; init; }

    /// <summary>The event it stopped before.</summary>
    public LogPosition? PoisonedAt { get; init; }
}
