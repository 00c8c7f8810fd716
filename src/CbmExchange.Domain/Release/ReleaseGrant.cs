using System.Collections.Immutable;
using CbmExchange.Domain.Records;

namespace CbmExchange.Domain.Release;

/// <summary>Which parts of a version a grant gives. A list field named without element means all its
/// elements.</summary>
/// <param name="Mode">all, only or all-except.</param>
/// <param name="Paths">The paths meant by only and all-except.</param>
public sealed record PartSelection(string Mode, ImmutableArray<ClaimPath> Paths)
{
    /// <summary>Everything.</summary>
    public const string AllMode = "all";

    /// <summary>Only the paths.</summary>
    public const string OnlyMode = "only";

    /// <summary>Everything but the paths.</summary>
    public const string AllExceptMode = "all-except";

    /// <summary>Everything.</summary>
    public static PartSelection All { get; } = new(AllMode, []);

    /// <summary>Only these.</summary>
    public static PartSelection Only(params ImmutableArray<ClaimPath> paths) => new(OnlyMode, paths);

    /// <summary>Everything but these.</summary>
    public static PartSelection AllExcept(params ImmutableArray<ClaimPath> paths) => new(AllExceptMode, paths);
}

/// <summary>One decision of a release: this part, to this audience, under this marking.</summary>
public sealed record ReleaseGrant(Audience Audience, Marking Marking, PartSelection Parts);
