using System.Collections.Immutable;

namespace CbmExchange.Domain.Records;

// Lists of proto/cbm/record/v1/profiles.proto.
public static partial class CodeLists
{
    /// <summary>Closed.</summary>
    public static ImmutableArray<string> CsirtRole { get; } = Ids("csirt-role");

    /// <summary>Closed.</summary>
    public static ImmutableArray<string> VulnerabilityState { get; } = Ids("vulnerability-state");

    /// <summary>Closed.</summary>
    public static ImmutableArray<string> CriminalHandling { get; } = Ids("criminal-handling");
}
