using System.Globalization;
using Xunit.Abstractions;

namespace CbmExchange.Domain.Tests.ReleaseModel;

/// <summary>The release rules against a second, simple implementation of them; ops/nondisclosure.sh for more.</summary>
public sealed class TwoOpinionsTests(ITestOutputHelper output)
{
    private const string CasesVariable = "CBM_NONDISCLOSURE_CASES";
    private const string SeedVariable = "CBM_NONDISCLOSURE_SEED";
    private const int CasesUsual = 3_000;
    private const int SeedUsual = 20261122;

    [Fact]
    public void Two_implementations_of_the_release_rules_agree_on_random_policies_and_histories()
    {
        var (cases, first) = (Number(CasesVariable, CasesUsual), Number(SeedVariable, SeedUsual));
        var (compared, entries, refused, followed, seed) = (0, 0, 0, 0, first);
        for (; compared < cases; seed++)
        {
            var opinions = new TwoOpinions(seed);
            var difference = opinions.Run();
            Assert.True(difference is null, $"{SeedVariable}={seed} {CasesVariable}=1: {difference}");
            compared += opinions.Compared;
            entries += opinions.Entries;
            refused += opinions.Refused;
            followed += opinions.Followed;
        }

        output.WriteLine($"{compared} releases in {seed - first} histories from seed {first}: "
            + $"{entries} entries, {refused} refusals, {followed} followed, no disagreement");
        Assert.True(
            cases < CasesUsual || (refused > cases / 50 && entries > cases / 2 && followed > 0),
            "The cases say too little.");
    }

    private static int Number(string variable, int usual) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text
            ? int.Parse(text, CultureInfo.InvariantCulture)
            : usual;
}
