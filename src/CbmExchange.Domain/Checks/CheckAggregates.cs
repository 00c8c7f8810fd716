using System.Collections.Immutable;
using System.Globalization;
using CbmExchange.Domain.Records;

namespace CbmExchange.Domain.Checks;

/// <summary>
/// What a meeting is shown of a check: for each type of channel, how many States came to which result (domain.md §4.7,
/// §4.24). Never a name, and no cell under <see cref="CheckLimits.CellMin"/>. Invariants, for whoever knows this rule
/// and how many States were checked:
/// a State counts once in each row, with the best of its channels of that type;
/// there are no totals over rows;
/// of each cell that is not a number, two values at least fit all that is shown (decision 0029).
/// </summary>
public static class CheckAggregates
{
    // The first of these that a State came to by any channel of a type is its result by that type.
    private static readonly ImmutableArray<string> BestFirst =
    [
        "acknowledged-in-time", "acknowledged-late", "language-barrier", "wrong-contact", "declined", "opted-out",
        "delivered-no-human", "no-reply", "undeliverable", "not-tested",
    ];

    /// <summary>Every type of channel tried with every result, in the order of the lists.</summary>
    public static ImmutableArray<CheckCell> Of(
        ImmutableArray<CheckedTarget> results, ImmutableArray<string> channelTypes) =>
        [.. channelTypes.SelectMany(type => Row(type, CountsOf(results, type)))];

    /// <summary>How many States were checked, as it may be said.</summary>
    public static string Participants(int count) => Text(count);

    /// <summary>The cells of a row of counts.</summary>
    public static ImmutableArray<string> Shown(ImmutableArray<int> counts)
    {
        var small = counts.Where(count => count < CheckLimits.CellMin).ToArray();
        var hidden = small.Sum();
        return hidden == 0 ? [.. counts.Select(Number)]
            : IsWorkedOut(small.Length, hidden) ? [.. counts.Select(_ => CheckCell.NotShown)]
            : [.. counts.Select(Text)];
    }

    private static IEnumerable<CheckCell> Row(string type, ImmutableArray<int> counts) =>
        CodeLists.CheckResult.Zip(Shown(counts), (result, text) => new CheckCell(type, result, text));

    private static ImmutableArray<int> CountsOf(ImmutableArray<CheckedTarget> results, string type)
    {
        var best = results
            .Select(target => target.Channels.Where(channel => channel.Type == type)
                .Select(channel => BestFirst.IndexOf(channel.Result)).DefaultIfEmpty(BestFirst.Length - 1).Min())
            .CountBy(index => BestFirst[index])
            .ToDictionary(StringComparer.Ordinal);
        return [.. CodeLists.CheckResult.Select(result => best.GetValueOrDefault(result))];
    }

    // The States in small cells are known: those checked less those shown. With one small cell that is the cell; with
    // all small cells full, or all but one place, next to nothing is left to choose. Then nothing of the row is shown,
    // and rows of the same kind are alike.
    private static bool IsWorkedOut(int smallCells, int hidden) =>
        smallCells == 1 || hidden >= (smallCells * (CheckLimits.CellMin - 1)) - 1;

    private static string Text(int count) => count < CheckLimits.CellMin ? CheckCell.FewerThanFive : Number(count);

    private static string Number(int count) => count.ToString(CultureInfo.InvariantCulture);
}
