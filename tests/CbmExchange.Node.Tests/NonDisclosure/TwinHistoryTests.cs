using System.Globalization;
using CbmExchange.Contracts.Sync.V1;
using Google.Protobuf;
using Xunit.Abstractions;

namespace CbmExchange.Node.Tests.NonDisclosure;

/// <summary>
/// Silence about others (design D5): pairs of random histories; what one peer receives does not depend on what was not
/// released to it. ops/nondisclosure.sh for more.
/// </summary>
public sealed class TwinHistoryTests(ITestOutputHelper output)
{
    private const string CasesVariable = "CBM_NONDISCLOSURE_CASES";
    private const string SeedVariable = "CBM_NONDISCLOSURE_SEED";
    private const int CasesUsual = 3_000;
    private const int SeedUsual = 20261122;

    // A pair stands for about so many releases.
    private const int CasesOfPair = 50;

    [Fact]
    [Trait("Proves", "26a")]
    public void What_is_not_released_to_a_peer_leaves_its_stream_byte_for_byte_and_moment_for_moment_the_same() =>
        Compare(TwinDifference.None, TwinDifference.Hidden, message => message.ToByteArray());

    [Fact]
    public void What_is_withheld_in_a_record_changes_digests_and_nothing_else() =>
        Compare(TwinDifference.Uncorrected, TwinDifference.Withheld, TwinMask.Of);

    [Fact]
    public void The_comparison_sees_what_is_released()
    {
        var plain = Received(SeedUsual, TwinDifference.None, TwinMask.Of, out _);
        var more = Received(SeedUsual, TwinDifference.Released, TwinMask.Of, out _);

        Assert.Equal(plain, Received(SeedUsual, TwinDifference.None, TwinMask.Of, out _));
        Assert.NotEqual(plain, more);
    }

    private void Compare(
        TwinDifference without, TwinDifference difference, Func<FollowResponse, byte[]> look)
    {
        var (pairs, first) = (Number(CasesVariable, CasesUsual) / CasesOfPair, Number(SeedVariable, SeedUsual));
        var (messages, entries, others) = (0, 0, 0);
        for (var seed = first; seed < first + Math.Max(1, pairs); seed++)
        {
            var plain = Received(seed, without, look, out var one);
            var twin = Received(seed, difference, look, out var two);
            var place = plain.Zip(twin).TakeWhile(pair => pair.First == pair.Second).Count();
            Assert.True(
                plain.SequenceEqual(twin),
                $"{SeedVariable}={seed} {CasesVariable}=1: message {place} of {plain.Count} and {twin.Count} differs:\n"
                + $"{plain.ElementAtOrDefault(place)}\n{twin.ElementAtOrDefault(place)}");
            (messages, entries) = (messages + plain.Count, entries + one.Serving.Count);
            others += two.History.EntriesToOthers - one.History.EntriesToOthers;
        }

        output.WriteLine($"{pairs} pairs of histories from seed {first} ({difference}): {entries} entries in "
            + $"{messages} messages are the same; {others} more entries went to others");
        Assert.True(entries > pairs && (difference != TwinDifference.Hidden || others > pairs), "They say too little.");
    }

    private static List<string> Received(
        int seed, TwinDifference difference, Func<FollowResponse, byte[]> look,
        out (TwinHistory History, TwinServing Serving) run)
    {
        var history = new TwinHistory(seed, difference);
        var serving = history.Run();
        run = (history, serving);
        return serving.Sent.ConvertAll(sent => $"{sent.At:O} {Convert.ToHexString(look(sent.Message))}");
    }

    private static int Number(string variable, int usual) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text
            ? int.Parse(text, CultureInfo.InvariantCulture)
            : usual;
}
