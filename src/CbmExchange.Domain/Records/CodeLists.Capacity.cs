using System.Collections.Immutable;

namespace CbmExchange.Domain.Records;

// Lists of proto/cbm/record/v1/capacity.proto.
public static partial class CodeLists
{
    /// <summary>Open.</summary>
    public static ImmutableArray<string> CapacityTopic { get; } =
    [
        "strategy",
        "legislation",
        "law-enforcement",
        "csirt-setup",
        "ci-protection",
        "cyber-diplomacy",
        "awareness",
        "standards",
    ];

    /// <summary>Open.</summary>
    public static ImmutableArray<string> CapacityForm { get; } =
    ["training", "expert", "funding", "equipment", "twinning"];

    /// <summary>Closed.</summary>
    public static ImmutableArray<string> CapacityStatus { get; } =
    ["published", "in-discussion", "matched", "in-delivery", "completed"];

    /// <summary>Closed.</summary>
    public static ImmutableArray<string> NeedAudience { get; } = ["named-helpers", "bodies"];
}
