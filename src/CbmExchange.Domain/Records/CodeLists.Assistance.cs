using System.Collections.Immutable;

namespace CbmExchange.Domain.Records;

// Lists of proto/cbm/record/v1/assistance.proto.
public static partial class CodeLists
{
    /// <summary>Open.</summary>
    public static ImmutableArray<string> AssistanceKind { get; } = Ids("assistance-kind");

    /// <summary>Closed.</summary>
    public static ImmutableArray<string> YesNoUnknown { get; } = Ids("yes-no-unknown");

    /// <summary>Closed. Only moves forward in this order.</summary>
    public static ImmutableArray<string> AssistanceStage { get; } = Ids("assistance-stage");

    /// <summary>Closed.</summary>
    public static ImmutableArray<string> CanAssist { get; } = Ids("can-assist");
}
