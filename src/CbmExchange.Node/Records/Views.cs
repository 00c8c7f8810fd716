using System.Globalization;
using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Domain.Release;
using CbmExchange.Store.Records;
using Google.Protobuf.WellKnownTypes;

namespace CbmExchange.Node.Records;

/// <summary>What every list says of itself, and how its pages are asked for.</summary>
internal static class Views
{
    /// <summary>Rows of a page when the caller names no number.</summary>
    public const int PageCountDefault = 50;

    /// <summary>Facts about a list of records.</summary>
    public static ViewFacts Facts(DateTimeOffset asOf, IReadOnlyCollection<RecordView> records) =>
        Facts(asOf, records.Count, records.Select(record => record.Marking?.Tlp ?? ""));

    /// <summary>Facts about a list of anything that carries labels.</summary>
    public static ViewFacts Facts(DateTimeOffset asOf, int count, IEnumerable<string> labels) => new()
    {
        AsOf = asOf.ToTimestamp(),
        VisibleCount = count,
        HighestMarking = Strictest(labels),
    };

    /// <summary>Rows that a page has; the caller's number within the limit.</summary>
    public static int PageSize(int asked) => asked <= 0 ? PageCountDefault : Math.Min(asked, RecordReader.PageCountMax);

    /// <summary>A page token that is an offset; one that is none starts from the beginning.</summary>
    public static int Offset(string token) =>
        int.TryParse(token, NumberStyles.None, CultureInfo.InvariantCulture, out var offset) ? offset : 0;

    /// <summary>The token of the next page; empty when this one was not full.</summary>
    public static string NextOffset(int offset, int pageSize, int got) =>
        got < pageSize ? "" : (offset + got).ToString(CultureInfo.InvariantCulture);

    /// <summary>The strictest of these labels; empty when there is none.</summary>
    public static string Strictest(IEnumerable<string> labels)
    {
        var present = labels.ToHashSet(StringComparer.Ordinal);
        return TlpLabels.StrictestFirst.FirstOrDefault(present.Contains) ?? "";
    }
}
