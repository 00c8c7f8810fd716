using System.Collections.Immutable;

namespace CbmExchange.Web.Publishing;

/// <summary>States of own records, in the order in which somebody has to do something about them.</summary>
internal static class RecordStates
{
    /// <summary>All of them.</summary>
    public static ImmutableArray<string> All { get; } =
    [
        "returned", "draft", "in-clearance", "cleared", "published", "withdrawn", "superseded", "expired", "abandoned",
    ];

    /// <summary>What the pages call a state.</summary>
    public static string WordOf(string state) => state switch
    {
        "returned" => "Given back",
        "draft" => "Drafts",
        "in-clearance" => "Waits for a second person",
        "cleared" => "Cleared, not released",
        "published" => "Released",
        "withdrawn" => "Withdrawn",
        "superseded" => "Superseded",
        "expired" => "Ended by its date",
        "abandoned" => "Given up",
        _ => state,
    };

    /// <summary>What the pages call a context.</summary>
    public static string ContextOf(string context) => context switch
    {
        "actual" => "ACTUAL",
        "exercise" => "EXERCISE",
        "test" => "TEST",
        _ => context,
    };
}
