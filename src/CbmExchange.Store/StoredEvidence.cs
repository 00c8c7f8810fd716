using CbmExchange.Domain;

namespace CbmExchange.Store;

/// <summary>A kept piece of evidence.</summary>
public sealed record StoredEvidence
{
    /// <summary>As given by <see cref="NewEvidence.Id"/>.</summary>
    public required Guid Id { get; init; }

    /// <summary>Who sent it.</summary>
    public required ParticipantId Peer { get; init; }

    /// <summary>Stable name of the fault.</summary>
    public required string Fault { get; init; }

    /// <summary>One plain sentence.</summary>
    public required string Sentence { get; init; }

    /// <summary>SHA-256 of all that was received.</summary>
    public required ReadOnlyMemory<byte> Sha256 { get; init; }

    /// <summary>Bytes that were received.</summary>
    public required long Length { get; init; }

    /// <summary>The bytes kept; shorter than <see cref="Length"/>, or empty, where a limit was reached.</summary>
    public required ReadOnlyMemory<byte> Bytes { get; init; }

    /// <summary>When it was stored.</summary>
    public required DateTimeOffset StoredAt { get; init; }
}
