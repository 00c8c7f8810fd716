namespace CbmExchange.Rules.Tests.Protocol;

public class BufTests
{
    [Fact]
    public async Task Buf_finds_nothing_to_lint()
    {
        var (exitCode, output) = await Buf.RunAsync("lint");

        Assert.True(exitCode == 0, output);
    }

    [Fact]
    public async Task Nothing_released_changed_its_name_number_or_type()
    {
        var baselines = Repository.Under("proto/baseline/", ".binpb").ToList();

        Assert.True(baselines.Count > 0, "proto/baseline/ holds no released version; ops/proto-baseline.sh makes it.");
        foreach (var baseline in baselines)
        {
            var (exitCode, output) = await Buf.RunAsync("breaking", "--against", baseline.FullPath);
            Assert.True(exitCode == 0, $"{baseline.Name}: {output}");
        }
    }

    // The lock file pins by hash; where the bytes come from is the client's own setting.
    [Fact]
    public void The_lock_files_say_nothing_of_where_packages_come_from() =>
        Findings.AssertNone(
            from file in Repository.Under("tests/", "package-lock.json")
            from line in file.Lines
            where line.Contains("\"resolved\"", StringComparison.Ordinal)
            select $"{file.Path}: {line.Trim()}",
            "npm config omit-lockfile-registry-resolved=true leaves these out:");
}
