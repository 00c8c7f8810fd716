using CbmExchange.Cli.Tests.Scripted;

namespace CbmExchange.Cli.Tests.Node;

/// <summary>How cbmx starts the node program; here a script stands in its place.</summary>
public sealed class NodePrograms
{
    [Fact]
    public async Task An_import_tells_what_was_imported_and_keeps_progress_for_the_bar()
    {
        await using var node = await ScriptedNode.StartAsync(new Script());
        var (code, output, _) = await RunAsync(
            node,
            "echo progress dataset=incidents done=1 of=2; echo \"words: $*\"; " +
            "echo imported dataset=incidents added=2 known=0",
            "import", node.Folder, "--home", Path.Combine(node.Folder, "home"), "--as-of", "2026-11");

        Assert.Equal(ExitCode.Done, code);
        Assert.Equal(
            $"words: import-reference --home {node.Folder}/home --data {node.Folder} --as-of 2026-11\n" +
            "imported dataset=incidents added=2 known=0\n",
            output);
    }

    [Theory]
    [InlineData("renew-descriptor --home /h --rotate statement checkpoint --valid-days 90")]
    [InlineData("renew-certificates --home /h")]
    public async Task A_renewal_is_done_by_the_node_program_with_the_words_as_typed(string words)
    {
        await using var node = await ScriptedNode.StartAsync(new Script());

        var (code, _, _) = await RunAsync(
            node, $"test \"$*\" = \"{words}\" || exit 9", ["node", .. words.Split(' ')]);

        Assert.Equal(ExitCode.Done, code);
    }

    [Fact]
    public async Task The_exit_code_of_the_node_program_is_passed_on()
    {
        await using var node = await ScriptedNode.StartAsync(new Script());

        var (code, _, _) = await RunAsync(node, "exit 7", "import", node.Folder, "--home", node.Folder);

        Assert.Equal(7, code);
    }

    [Fact]
    public async Task A_program_named_by_the_variable_must_exist()
    {
        await using var node = await ScriptedNode.StartAsync(new Script());

        var (code, _, error) = await RunAsync(node, null, "node", "serve", "--home", node.Folder);

        Assert.Equal(ExitCode.Usage, code);
        Assert.StartsWith("CBMX_NODE names ", error);
    }

    private static void MakeRunnable(string program)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }
    }

    private static async Task<(int Code, string Output, string Error)> RunAsync(
        ScriptedNode node, string? script, params string[] words)
    {
        var program = Path.Combine(node.Folder, "node-program");
        if (script is not null)
        {
            await File.WriteAllTextAsync(program, $"#!/bin/sh\n{script}\n");
            MakeRunnable(program);
        }

        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var shell = TestRun.Shell(node, output, error, null) with
        {
            Variable = name => name == "CBMX_NODE" ? program : null,
        };
        var code = await CbmxProgram.RunAsync(words, shell, CancellationToken.None);
        return (code, output.ToString(), error.ToString());
    }
}
