using CbmExchange.Domain;
using CbmExchange.Domain.Lifecycle;
using CbmExchange.Domain.Records;
using CbmExchange.Domain.Release;

namespace CbmExchange.Store.Records;

/// <summary>A version of a held record that another one took the place of.</summary>
public sealed record EarlierRow
{
    /// <summary>The version.</summary>
    public required ContentHash ContentHash { get; init; }

    /// <summary>As far as it was disclosed, without named persons.</summary>
    public required RecordContent Content { get; init; }

    /// <summary>Stated by the originator for this node.</summary>
    public required Marking Marking { get; init; }

    /// <summary>By the originator's clock.</summary>
    public required DateTimeOffset ReleasedAt { get; init; }

    /// <summary>superseded or corrected.</summary>
    public required string EndedAs { get; init; }

    /// <summary>By the originator's clock.</summary>
    public required DateTimeOffset EndedAt { get; init; }

    /// <summary>What was wrong in it; null when it was superseded, or when the originator did not say.</summary>
    public required CorrectionReason? Correction { get; init; }
}
