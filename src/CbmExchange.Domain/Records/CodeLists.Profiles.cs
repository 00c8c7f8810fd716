using System.Collections.Immutable;

namespace CbmExchange.Domain.Records;

// Lists of proto/cbm/record/v1/profiles.proto.
public static partial class CodeLists
{
    /// <summary>Closed.</summary>
    public static ImmutableArray<string> CsirtRole { get; } = ["national", "governmental", "sectoral", "other", "none"];

    /// <summary>Closed.</summary>
    public static ImmutableArray<string> VulnerabilityState { get; } = ["reported", "coordinated", "public"];

    /// <summary>Closed.</summary>
    public static ImmutableArray<string> CriminalHandling { get; } =
    ["referred-to-law-enforcement", "under-criminal-investigation", "before-a-court", "closed"];
}
