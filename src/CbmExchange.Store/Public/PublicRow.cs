using System.Collections.Immutable;
using CbmExchange.Domain;
using CbmExchange.Domain.Lifecycle;
using CbmExchange.Domain.Records;

namespace CbmExchange.Store.Public;

/// <summary>One version of an own record that was released to the public.</summary>
public sealed record PublicRow
{
    /// <summary>What it is.</summary>
    public required RecordHeader Header { get; init; }

    /// <summary>The version.</summary>
    public required ContentHash ContentHash { get; init; }

    /// <summary>The part released to the public; empty once withdrawn.</summary>
    public required RecordContent Content { get; init; }

    /// <summary>When it was released, or released again with more.</summary>
    public required DateTimeOffset ReleasedAt { get; init; }

    /// <summary>superseded or corrected; null while it stands.</summary>
    public required string? EndedAs { get; init; }

    /// <summary>When another version took its place.</summary>
    public required DateTimeOffset? EndedAt { get; init; }

    /// <summary>What was wrong in it.</summary>
    public required CorrectionReason? Correction { get; init; }

    /// <summary>When the record was withdrawn.</summary>
    public required DateTimeOffset? WithdrawnAt { get; init; }

    /// <summary>Reason class of the withdrawal.</summary>
    public required string? WithdrawalReason { get; init; }

    /// <summary>When it changed last.</summary>
    public DateTimeOffset ChangedAt => WithdrawnAt ?? EndedAt ?? ReleasedAt;
}

/// <summary>A statement with the disclosures released to the public.</summary>
/// <param name="Jwt">The issuer-signed JWT.</param>
/// <param name="Disclosures">Base64url strings (RFC 9901 §4.2).</param>
public sealed record PublicStatement(string Jwt, ImmutableArray<string> Disclosures);
