using System.Diagnostics;
using CbmExchange.Cli.Tests.Scripted;

namespace CbmExchange.Cli.Tests.Connection;

/// <summary>Ctrl-C in earnest: a process of its own and a signal.</summary>
public sealed class Interrupt
{
    // The build's own folder of cbmx: beside the tests lies only what they need themselves.
    private static string Program => Path.Combine(
        AppContext.BaseDirectory.Replace("tests/CbmExchange.Cli.Tests", "src/CbmExchange.Cli"), "cbmx.dll");

    [Fact]
    public async Task Ctrl_C_makes_the_resume_token_the_last_line_of_a_feed()
    {
        if (OperatingSystem.IsWindows())
        {
            return; // The signal is sent with `kill`.
        }

        var script = new Script { StreamsStayOpen = true };
        script.Answer("FeedService.Subscribe", """
            [{"change": "published", "record": {"recordId": "one"}, "resumeToken": "t7"}]
            """);
        await using var node = await ScriptedNode.StartAsync(script);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var cbmx = Process.Start(new ProcessStartInfo("dotnet")
        {
            ArgumentList = { Program, "feed", "--profile", node.Profile },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;

        var first = await cbmx.StandardOutput.ReadLineAsync(limit.Token);
        using var kill = Process.Start("kill", ["-INT", $"{cbmx.Id}"]);
        var rest = await cbmx.StandardOutput.ReadToEndAsync(limit.Token);
        var error = await cbmx.StandardError.ReadToEndAsync(limit.Token);
        await cbmx.WaitForExitAsync(limit.Token);

        Assert.Empty(error);
        Assert.Contains("published", first);
        Assert.Equal("1 change visible to you · resume with t7\n", rest);
        Assert.Equal(ExitCode.Done, cbmx.ExitCode);
    }
}
