using System.Collections.Immutable;

namespace CbmExchange.Domain.Records;

// Lists of proto/cbm/record/v1/sharing.proto.
public static partial class CodeLists
{
    /// <summary>Closed.</summary>
    public static ImmutableArray<string> PermissionDecision { get; } = Ids("permission-decision");

    /// <summary>Closed.</summary>
    public static ImmutableArray<string> DeletionResult { get; } = Ids("deletion-result");
}
