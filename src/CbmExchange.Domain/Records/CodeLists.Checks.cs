using System.Collections.Immutable;

namespace CbmExchange.Domain.Records;

// Lists of proto/cbm/record/v1/checks.proto.
public static partial class CodeLists
{
    /// <summary>Closed.</summary>
    public static ImmutableArray<string> CheckPurpose { get; } = Ids("check-purpose");

    /// <summary>Closed. Types of channels that a check tries.</summary>
    public static ImmutableArray<string> CheckedChannel { get; } = Ids("checked-channel");

    /// <summary>Closed. What a State answers.</summary>
    public static ImmutableArray<string> CheckOutcome { get; } = Ids("check-outcome");

    /// <summary>Closed. What came of a channel (domain.md §4.7).</summary>
    public static ImmutableArray<string> CheckResult { get; } = Ids("check-result");
}
