using System.Collections.Immutable;
using CbmExchange.Domain.Checks;
using CbmExchange.Domain.Records;

namespace CbmExchange.Domain.Tests.Checks;

/// <summary>
/// What a meeting is shown: no cell under five, and none that can be worked out by whoever knows the rule and how many
/// States were checked (domain.md §4.7, §4.24).
/// </summary>
public sealed class CheckAggregateTests
{
    // Every way to spread so many States over so many results; whoever knows the rule can try them all.
    public static TheoryData<int, int> Sizes =>
        new()
        {
            { 2, 4 }, { 2, 5 }, { 2, 8 }, { 2, 9 }, { 2, 16 }, { 3, 5 }, { 3, 11 }, { 3, 12 }, { 3, 13 }, { 3, 20 },
            { 4, 3 }, { 4, 15 }, { 4, 16 }, { 4, 17 }, { 4, 24 }, { 5, 19 }, { 5, 20 }, { 5, 21 }, { 5, 30 },
        };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Of_a_cell_that_is_not_a_number_two_values_fit_all_that_is_shown(int cells, int states)
    {
        var alike = Spread(cells, states).GroupBy(counts => string.Join('|', CheckAggregates.Shown(counts)));

        Assert.All(alike, possible =>
        {
            var shown = CheckAggregates.Shown(possible.First());
            for (var cell = 0; cell < cells; cell++)
            {
                var values = possible.Select(counts => counts[cell]).Distinct().Count();
                Assert.True(
                    IsNumber(shown[cell]) ? values == 1 : values > 1,
                    $"{states} States, shown as {possible.Key}: cell {cell} has {values} values");
            }
        });
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void No_number_from_one_to_four_is_shown(int cells, int states) =>
        Assert.DoesNotContain(
            Spread(cells, states).SelectMany(counts => CheckAggregates.Shown(counts)),
            text => text is "1" or "2" or "3" or "4");

    [Fact]
    public void Fifty_seven_States_of_which_some_did_not_answer_are_shown_without_the_small_cells()
    {
        var cells = CheckAggregates.Of(
            [.. Results(50, "acknowledged-in-time"), .. Results(4, "no-reply"), .. Results(3, "declined")],
            ["node-inbox"]);

        Assert.Equal("50", Cell(cells, "acknowledged-in-time"));
        Assert.All(
            CodeLists.CheckResult.Except(["acknowledged-in-time"]),
            result => Assert.Equal("fewer than 5", Cell(cells, result)));
    }

    [Fact]
    public void Where_everybody_answered_nothing_is_hidden()
    {
        var cells = CheckAggregates.Of([.. Results(57, "acknowledged-in-time")], ["node-inbox"]);

        Assert.Equal(("57", "0"), (Cell(cells, "acknowledged-in-time"), Cell(cells, "no-reply")));
    }

    [Fact]
    public void A_State_counts_once_with_the_best_of_its_channels_of_a_type()
    {
        var two = Results(6, "no-reply").Select(state => state with
        {
            Channels = [.. state.Channels, new CheckedChannel("voice-2", "node-inbox", "acknowledged-late", null)],
        });

        Assert.Equal("6", Cell(CheckAggregates.Of([.. two], ["node-inbox"]), "acknowledged-late"));
    }

    [Fact]
    public void What_is_shown_names_no_State_and_tells_no_order()
    {
        ImmutableArray<CheckedTarget> results = [.. Results(9, "no-reply"), .. Results(8, "acknowledged-in-time")];

        var cells = CheckAggregates.Of(results, ["node-inbox"]);

        Assert.True(cells.SequenceEqual(CheckAggregates.Of([.. results.Reverse()], ["node-inbox"])));
        Assert.All(results, state => Assert.DoesNotContain(
            cells, cell => cell.ToString().Contains(state.Participant.Value, StringComparison.Ordinal)));
    }

    private static bool IsNumber(string text) => text.All(char.IsAsciiDigit);

    private static string Cell(ImmutableArray<CheckCell> cells, string result) =>
        cells.Single(cell => cell.Result == result).Text;

    private static IEnumerable<CheckedTarget> Results(int count, string result) =>
        Enumerable.Range(0, count).Select(_ => new CheckedTarget(
            new ParticipantId(Guid.NewGuid().ToString()),
            [new CheckedChannel("node-inbox", "node-inbox", result, null)],
            null));

    private static IEnumerable<ImmutableArray<int>> Spread(int cells, int states) =>
        cells == 1
            ? [[states]]
            : Enumerable.Range(0, states + 1)
                .SelectMany(first => Spread(cells - 1, states - first).Select(rest => rest.Insert(0, first)));
}
