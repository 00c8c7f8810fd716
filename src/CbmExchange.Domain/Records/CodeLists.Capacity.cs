using System.Collections.Immutable;

namespace CbmExchange.Domain.Records;

// Lists of proto/cbm/record/v1/capacity.proto.
public static partial class CodeLists
{
    /// <summary>Open.</summary>
    public static ImmutableArray<string> CapacityTopic { get; } = Ids("capacity-topic");

    /// <summary>Open.</summary>
    public static ImmutableArray<string> CapacityForm { get; } = Ids("capacity-form");

    /// <summary>Closed.</summary>
    public static ImmutableArray<string> CapacityStatus { get; } = Ids("capacity-status");

    /// <summary>Closed.</summary>
    public static ImmutableArray<string> NeedAudience { get; } = Ids("need-audience");
}
