using CbmExchange.Domain;
using CbmExchange.Domain.Records;

namespace CbmExchange.Store.Records;

/// <summary>An own record in any state, with its working version. Nothing of it may be shown outside.</summary>
public sealed record OwnRow
{
    /// <summary>What is always disclosed once it is released.</summary>
    public required RecordHeader Header { get; init; }

    /// <summary>The working version.</summary>
    public required RecordContent Working { get; init; }

    /// <summary>Number of the working version, from 1. Stays home.</summary>
    public required int RecordVersion { get; init; }

    /// <summary>Hash of the newest cleared version; null before.</summary>
    public required ContentHash? ContentHash { get; init; }

    /// <summary>draft, in-clearance, returned, cleared, published, withdrawn, abandoned.</summary>
    public required string State { get; init; }

    /// <summary>Why it was given back.</summary>
    public required string? ReturnReason { get; init; }

    /// <summary>A break-glass use waits for its review.</summary>
    public required bool ReviewOpen { get; init; }

    /// <summary>Version of the record's stream: what the next command expects.</summary>
    public required StreamVersion StreamVersion { get; init; }

    /// <summary>When the working version was written.</summary>
    public required DateTimeOffset AuthoredAt { get; init; }

    /// <summary>Position of the event that changed it last.</summary>
    public required LogPosition Position { get; init; }
}
