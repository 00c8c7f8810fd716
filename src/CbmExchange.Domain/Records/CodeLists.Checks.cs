using System.Collections.Immutable;

namespace CbmExchange.Domain.Records;

// Lists of proto/cbm/record/v1/checks.proto.
public static partial class CodeLists
{
    /// <summary>Closed.</summary>
    public static ImmutableArray<string> CheckPurpose { get; } = ["announcement", "check", "reminder"];

    /// <summary>Closed. Types of channels that a check tries.</summary>
    public static ImmutableArray<string> CheckedChannel { get; } = ["node-inbox", "e-mail", "voice"];

    /// <summary>Closed. What a State answers.</summary>
    public static ImmutableArray<string> CheckOutcome { get; } =
    ["confirmed", "declined", "wrong-contact", "language-barrier"];

    /// <summary>Closed. What came of a channel (domain.md §4.7).</summary>
    public static ImmutableArray<string> CheckResult { get; } =
    [
        "acknowledged-in-time", "acknowledged-late", "delivered-no-human", "undeliverable", "wrong-contact",
        "language-barrier", "no-reply", "declined", "opted-out", "not-tested",
    ];
}
