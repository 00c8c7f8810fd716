using CbmExchange.Cli.Tests.Scripted;

namespace CbmExchange.Cli.Tests.Connection;

/// <summary>What a person sees after Ctrl-C.</summary>
public sealed class StoppedWatch
{
    [Fact]
    public async Task A_stopped_feed_says_last_where_to_resume()
    {
        var script = new Script { StreamsStayOpen = true };
        script.Answer("FeedService.Subscribe", """
            [{"change": "published", "record": {"recordId": "one"}, "resumeToken": "t7"}]
            """);

        var (code, output, error) = await StopAtAsync(script, "published", "feed");

        Assert.Equal(ExitCode.Done, code);
        Assert.EndsWith("1 change visible to you · resume with t7\n", output);
        Assert.Empty(error);
    }

    [Fact]
    public async Task A_feed_stopped_before_anything_came_gives_back_the_token_it_was_given()
    {
        var script = new Script { StreamsStayOpen = true };
        script.Answer("FeedService.Subscribe", "[]");
        await using var node = await ScriptedNode.StartAsync(script);
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };

        var code = await CbmxProgram.RunAsync(
            ["feed", "--resume", "t6"], TestRun.Shell(node, output, error, null), stop.Token);

        Assert.Equal(ExitCode.Done, code);
        Assert.Equal("0 changes visible to you · resume with t6\n", output.ToString());
        Assert.Empty(error.ToString());
    }

    [Fact]
    public async Task A_watch_says_that_nothing_is_open_and_ends_quietly()
    {
        var script = new Script { StreamsStayOpen = true };
        script.Answer("MessagingService.ListInbox", "{}");
        script.Answer("MessagingService.WatchInbox", "[]");

        var (code, output, error) = await StopAtAsync(script, "watching", "inbox", "--watch");

        Assert.Equal(ExitCode.Done, code);
        Assert.Equal("watching; nothing open\n", output);
        Assert.Empty(error);
    }

    private static async Task<(int Code, string Output, string Error)> StopAtAsync(
        Script script, string word, params string[] words)
    {
        await using var node = await ScriptedNode.StartAsync(script);
        using var stop = new CancellationTokenSource();
        using var output = new StoppingWriter(word, stop) { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var code = await CbmxProgram.RunAsync(words, TestRun.Shell(node, output, error, null), stop.Token);
        return (code, output.ToString(), error.ToString());
    }

    private sealed class StoppingWriter(string word, CancellationTokenSource stop) : StringWriter
    {
        public override void WriteLine(string? value)
        {
            base.WriteLine(value);
            if (value?.Contains(word, StringComparison.Ordinal) == true)
            {
                stop.Cancel();
            }
        }
    }
}
