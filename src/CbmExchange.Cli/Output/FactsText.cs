using CbmExchange.Contracts.Exchange.V1;

namespace CbmExchange.Cli.Output;

/// <summary>What every list and answer says of itself.</summary>
internal static class FactsText
{
    /// <summary>As of when, how many are visible to you (never "of total"), strictest marking.</summary>
    public static string Of(ViewFacts? facts, string one, string many)
    {
        if (facts is null)
        {
            return "";
        }

        var count = $"{facts.VisibleCount} {(facts.VisibleCount == 1 ? one : many)} visible to you";
        var marking = facts.HighestMarking.Length > 0 ? $" · highest marking {facts.HighestMarking}" : "";
        return $"as of {TimeText.Of(facts.AsOf)} · {count}{marking}{Memory(facts)}";
    }

    /// <summary>As of when, for an answer that is not a list.</summary>
    public static string AsOf(ViewFacts? facts) =>
        facts is null ? "" : $"as of {TimeText.Of(facts.AsOf)}{Memory(facts)}";

    /// <summary>A public source and, where it is known, of when it is.</summary>
    public static string SourceOf(PublicSource? source) => source switch
    {
        null => "",
        { AsOf.Length: > 0 } => $"{source.Source} (as of {source.AsOf})",
        _ => source.Source,
    };

    private static string Memory(ViewFacts facts) =>
        facts.FromMemory ? " · from memory: the store does not answer" : "";
}
