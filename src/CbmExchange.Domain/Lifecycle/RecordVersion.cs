using System.Collections.Immutable;
using CbmExchange.Domain.Records;

namespace CbmExchange.Domain.Lifecycle;

/// <summary>Where a version stands (domain.md §4.4). Corrected and withdrawn are facts about the record beside
/// it.</summary>
public enum VersionStatus
{
    /// <summary>Being written.</summary>
    Draft,

    /// <summary>With the releasing authority.</summary>
    InClearance,

    /// <summary>Given back.</summary>
    Returned,

    /// <summary>Approved and signed; not released to anyone.</summary>
    Cleared,

    /// <summary>Released to somebody.</summary>
    Released,

    /// <summary>A newer version was released.</summary>
    Superseded,

    /// <summary>Given up.</summary>
    Abandoned,
}

/// <summary>One version of an own record. Its number never leaves the node.</summary>
public sealed record RecordVersion
{
    /// <summary>1 for the first.</summary>
    public required int Number { get; init; }

    /// <summary>The header of this version.</summary>
    public required RecordHeader Header { get; init; }

    /// <summary>The content, with the nomination where there is one.</summary>
    public required RecordContent Content { get; init; }

    /// <summary>Everyone who wrote on it, a nominating officer too: none of them may clear or release it.</summary>
    public required ImmutableHashSet<OfficerId> Authors { get; init; }

    /// <summary>Where it stands.</summary>
    public required VersionStatus Status { get; init; }

    /// <summary>The statement, once cleared.</summary>
    public SignedVersion? Signed { get; init; }

    /// <summary>Who cleared it.</summary>
    public OfficerId? ClearedBy { get; init; }

    /// <summary>Why it was given back, the last time.</summary>
    public string? ReturnReason { get; init; }

    /// <summary>How it ended, once a later version was released in its place.</summary>
    public VersionEnd? End { get; init; }

    /// <summary>Precedence code; null when it states none.</summary>
    public string? Precedence => Json.String(Content.Claims, "precedence");

    /// <summary>The version as it reads after the key of its persons was destroyed.</summary>
    public RecordVersion WithoutPersons() =>
        this with
        {
            Content = ContentDefaults.Without(Content, PersonalData.PersonsField),
            Signed = Signed is { } signed
                ? signed with
                {
                    Disclosures = [.. signed.Disclosures.Where(one => !PersonalData.IsPersonal(one.Path))],
                }
                : null,
        };

    /// <summary>True while it can be written on or decided about.</summary>
    public bool IsWorking => Status is VersionStatus.Draft or VersionStatus.InClearance or VersionStatus.Returned;
}

/// <summary>A later version took the place of a released one. Holders can still read it.</summary>
/// <param name="Correction">What was wrong in it; null when it was superseded only.</param>
/// <param name="At">When.</param>
public sealed record VersionEnd(CorrectionReason? Correction, DateTimeOffset At);

/// <summary>A use of break-glass and its review.</summary>
/// <param name="Used">What was done.</param>
/// <param name="Reviewed">Null until a releasing authority looked at it.</param>
public sealed record BreakGlassState(BreakGlassUsed Used, BreakGlassReviewed? Reviewed);
