using System.CommandLine.Parsing;
using System.Text;
using CbmExchange.Cli.Tests.Scripted;

namespace CbmExchange.Cli.Tests.Transcripts;

/// <summary>
/// A readable session (style.md T10). Lines: <c>&lt; Service.Method</c> and JSON up to an empty line: what the node
/// will answer; <c>= name</c> and text up to an empty line: a file; <c>$ cbmx …</c>: a command, behind which stand the
/// requests that the node saw (<c>&gt;</c>), the output, the error lines (<c>!</c>) and <c>[exit code]</c>.
/// </summary>
internal sealed class Transcript(string[] lines)
{
    private const string InputMark = " <<< ";

    /// <summary>Runs all commands and writes the whole transcript again, as it happened.</summary>
    public async Task<string> PlayAsync()
    {
        var script = new Script();
        await using var node = await ScriptedNode.StartAsync(script);
        var played = new StringBuilder();
        for (var at = 0; at < lines.Length; at++)
        {
            var line = lines[at];
            if (line.StartsWith("$ ", StringComparison.Ordinal))
            {
                played.Append(line).Append('\n').Append(await RunAsync(line, node, script));
                var end = Array.FindIndex(lines, at, text => text.StartsWith("[exit ", StringComparison.Ordinal));
                at = end >= 0 ? end : at;
            }
            else if (line.StartsWith("< ", StringComparison.Ordinal) || line.StartsWith("= ", StringComparison.Ordinal))
            {
                var empty = Array.FindIndex(lines, at, text => text.Length == 0);
                var end = empty < 0 ? lines.Length : empty;
                Prepare(line, string.Join('\n', lines[(at + 1)..end]), node, script);
                played.AppendJoin('\n', lines[at..end]).Append('\n');
                at = end - 1;
            }
            else
            {
                played.Append(line).Append('\n');
            }
        }

        return played.ToString();
    }

    private static void Prepare(string head, string text, ScriptedNode node, Script script)
    {
        if (head[0] == '<')
        {
            script.Answer(head[2..], text);
        }
        else
        {
            File.WriteAllText(Path.Combine(node.Folder, head[2..]), text);
        }
    }

    private static async Task<string> RunAsync(string line, ScriptedNode node, Script script)
    {
        var (command, input) = line.Split(InputMark, 2) is [var before, var after] ? (before, after) : (line, null);
        var typed = command["$ cbmx".Length..].Replace("{dir}", node.Folder);
        var words = CommandLineParser.SplitCommandLine(typed).ToArray();
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var code = await CbmxProgram.RunAsync(words, TestRun.Shell(node, output, error, input), CancellationToken.None);
        var played = new StringBuilder();
        while (script.Asked.TryDequeue(out var asked))
        {
            played.Append("> ").Append(asked).Append('\n');
        }

        played.Append(output);
        foreach (var one in error.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            played.Append("! ").Append(one).Append('\n');
        }

        return played.Append($"[exit {code}]\n").ToString().Replace(node.Folder, "{dir}");
    }
}
