using CbmExchange.Contracts.Exchange.V1;

namespace CbmExchange.Cli.Records;

/// <summary>Facts of a list that was read in pages.</summary>
internal static class Facts
{
    /// <summary>Strictest first (FIRST TLP 2.0).</summary>
    private static readonly string[] Labels = ["TLP:RED", "TLP:AMBER+STRICT", "TLP:AMBER", "TLP:GREEN", "TLP:CLEAR"];

    /// <summary>Complete only up to the oldest page; as strict as the strictest.</summary>
    public static ViewFacts Joined(ViewFacts? before, ViewFacts? page, int count)
    {
        var joined = (before ?? page ?? new ViewFacts()).Clone();
        joined.VisibleCount = count;
        if (page is null)
        {
            return joined;
        }

        joined.FromMemory |= page.FromMemory;
        joined.HighestMarking = Stricter(joined.HighestMarking, page.HighestMarking);
        if (joined.AsOf is not null && page.AsOf is not null && page.AsOf.CompareTo(joined.AsOf) < 0)
        {
            joined.AsOf = page.AsOf;
        }

        return joined;
    }

    private static string Stricter(string one, string other)
    {
        var (a, b) = (Array.IndexOf(Labels, one), Array.IndexOf(Labels, other));
        return b >= 0 && (a < 0 || b < a) ? other : one;
    }
}
