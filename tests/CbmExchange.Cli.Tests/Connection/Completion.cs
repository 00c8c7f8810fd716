using CbmExchange.Cli.Tests.Scripted;

namespace CbmExchange.Cli.Tests.Connection;

/// <summary>What the completion scripts ask for.</summary>
public sealed class Completion
{
    [Theory]
    [InlineData("cbmx con", "contact")]
    [InlineData("cbmx contact n", "nominate")]
    [InlineData("cbmx lookup XA --precedence ", "immediate")]
    [InlineData("cbmx withdraw XA --reason ", "issued-in-error")]
    [InlineData("cbmx release XA --tlp ", "TLP:AMBER+STRICT")]
    [InlineData("cbmx release XA --tlp TLP:G", "TLP:GREEN")]
    [InlineData("cbmx document draft --kind ", "cvd-policy")]
    [InlineData("cbmx contact draft --kind ", "crisis-duty-desk")]
    [InlineData("cbmx officer enrol x --role ", "auditor")]
    [InlineData("cbmx stream export XB --direction ", "out")]
    public async Task A_started_word_is_completed(string line, string expected)
    {
        await using var node = await ScriptedNode.StartAsync(new Script());

        var (code, output, _) = await TestRun.OfAsync(node, $"[suggest:{line.Length}]", line);

        Assert.Equal(ExitCode.Done, code);
        Assert.Contains(expected, output.Split('\n'));
    }

    [Theory]
    [InlineData("bash", "complete -o default -F _cbmx cbmx")]
    [InlineData("zsh", "compdef _cbmx cbmx")]
    [InlineData("fish", "complete -c cbmx")]
    public async Task Each_shell_gets_its_script(string shell, string expected)
    {
        await using var node = await ScriptedNode.StartAsync(new Script());

        var (code, output, _) = await TestRun.OfAsync(node, "completion", shell);

        Assert.Equal(ExitCode.Done, code);
        Assert.Contains(expected, output);
    }
}
