using System.Globalization;
using CbmExchange.Fuzz.Tests.Mutations;
using CbmExchange.Fuzz.Tests.Running;
using CbmExchange.Fuzz.Tests.Targets;
using Xunit.Abstractions;

namespace CbmExchange.Fuzz.Tests;

/// <summary>Every parser of foreign bytes under changed inputs; ops/fuzz.sh for a million.</summary>
public sealed class FuzzTests : IDisposable
{
    private const int InputsUsual = 20_000;
    private const int SeedUsual = 20261122;

    private readonly ITestOutputHelper output;
    private readonly string folder = Directory.CreateTempSubdirectory("cbm-fuzz-").FullName;
    private readonly List<FuzzTarget> targets;

    public FuzzTests(ITestOutputHelper output)
    {
        this.output = output;
        var xa = new Originator();
        targets =
        [
            .. new StreamTargets(xa).All(), .. new SignedTargets(xa).All(), .. ProofTargets.All(),
            .. new NodeTargets(folder).All(),
        ];
    }

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Every_parser_takes_what_the_changes_begin_with()
    {
        string[] good = ["accepted", "taken", "read", "found", "statement opened", "entry taken", "key taken",
            "FIELDS_INVALID", "HeadBehindReported", "WRONG_CHAIN", "Forged", "Malformed", "UnknownKey", "DatedAhead",
            "KeyNotValid", "KeyCompromised"];
        Assert.All(targets, target => Assert.All(target.Seeds, seed =>
        {
            var answer = target.Try(seed);
            Assert.True(
                good.Contains(answer.Name) && answer.Changed is null, $"{target.Name}: {answer}");
        }));
    }

    [Fact]
    public async Task No_changed_input_crashes_hangs_fills_the_memory_or_is_accepted()
    {
        var (inputs, seed) = (Number("CBM_FUZZ_INPUTS", InputsUsual), Number("CBM_FUZZ_SEED", SeedUsual));
        var runner = new FuzzRunner(targets, Number("CBM_FUZZ_THREADS", 1));
        var since = TimeProvider.System.GetTimestamp();
        await runner.RunAsync(seed, inputs);

        var took = TimeProvider.System.GetElapsedTime(since);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{runner.Done} inputs from seed {seed} in {took.TotalSeconds:F0} s: "
            + $"{runner.Done / took.TotalSeconds:F0} inputs/s"));
        output.WriteLine(string.Join('\n', runner.Tally()));
        Assert.True(runner.Findings.IsEmpty, string.Join("\n\n", runner.Findings));
    }

    [Theory]
    [InlineData("throws", "InvalidOperationException")]
    [InlineData("accepts", "accepted a changed input")]
    [InlineData("fills", "bytes of memory")]
    [InlineData("waits", " s and ")]
    public async Task A_parser_that_does_wrong_is_found(string does, string found)
    {
        var bad = new FuzzTarget(does, FuzzForm.Bytes, [[1, 2, 3]], _ => does switch
        {
            "throws" => throw new InvalidOperationException(),
            "accepts" => FuzzAnswer.Accepted with { Changed = "all" },
            "fills" => FuzzAnswer.Fault(new byte[FuzzRunner.BytesMax].Length.ToString(CultureInfo.InvariantCulture)),
            _ => Wait(),
        });
        var runner = new FuzzRunner([bad], 1);
        await runner.RunAsync(1, 1);

        Assert.Contains(found, Assert.Single(runner.Findings), StringComparison.Ordinal);
    }

    private static FuzzAnswer Wait()
    {
        var since = TimeProvider.System.GetTimestamp();
        SpinWait.SpinUntil(() => TimeProvider.System.GetElapsedTime(since) > FuzzRunner.TimeMax);
        return FuzzAnswer.Accepted;
    }

    private static int Number(string variable, int usual) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text
            ? int.Parse(text, CultureInfo.InvariantCulture)
            : usual;
}
