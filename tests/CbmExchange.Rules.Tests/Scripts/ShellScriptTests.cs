namespace CbmExchange.Rules.Tests.Scripts;

public class ShellScriptTests
{
    [Fact]
    public async Task Every_shell_script_parses()
    {
        var findings = new List<string>();
        foreach (var script in ShellScripts())
        {
            var (exitCode, output) = await Tool.RunAsync(Repository.Root, "bash", "-n", script.Path);
            if (exitCode != 0)
            {
                findings.Add(output.Trim());
            }
        }

        Findings.AssertNone(findings, "bash cannot read:");
    }

    // Where shellcheck is installed it is heard; it is no prerequisite, because bash -n finds what would stop a run.
    [Fact]
    public async Task Shellcheck_has_nothing_to_say_where_it_is_installed()
    {
        if (Tool.IsPresent("shellcheck") && ShellScripts().Count > 0)
        {
            var (exitCode, output) = await Tool.RunAsync(Repository.Root, "shellcheck",
                ["--severity=warning", "--external-sources", "--source-path=SCRIPTDIR",
                    .. ShellScripts().Select(script => script.Path)]);

            Assert.True(exitCode == 0, output);
        }
    }

    [Fact]
    public void Scripts_that_are_called_by_name_can_be_run() =>
        Findings.AssertNone(
            ShellScripts().Where(script => script.Path.Split('/') is ["ops", _] or [".ci", _]
                    && !OperatingSystem.IsWindows()
                    && !File.GetUnixFileMode(script.FullPath).HasFlag(UnixFileMode.OtherExecute))
                .Select(script => script.Path),
            "Not executable (git update-index --chmod=+x):");

    [Fact]
    public void Scripts_stop_at_the_first_fault() =>
        Findings.AssertNone(
            ShellScripts().Where(script => script.Lines[0].StartsWith("#!", StringComparison.Ordinal)
                    && !script.Lines.Any(line => line.StartsWith("set -", StringComparison.Ordinal)
                        || line.StartsWith("exec ", StringComparison.Ordinal)))
                .Select(script => script.Path),
            "A script says `set -euo pipefail`, or what it wants instead:");

    private static List<SourceFile> ShellScripts() => [.. Repository.Files.Where(file => !file.IsBinary
        && (file.Path.EndsWith(".sh", StringComparison.Ordinal)
            || (file.Lines is [var first, ..] && IsShellLine(first))))];

    private static bool IsShellLine(string line) => line.StartsWith("#!", StringComparison.Ordinal)
        && (line.EndsWith("bash", StringComparison.Ordinal) || line.EndsWith("/sh", StringComparison.Ordinal));
}
