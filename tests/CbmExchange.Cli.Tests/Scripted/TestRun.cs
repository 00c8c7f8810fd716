using CbmExchange.Cli;

namespace CbmExchange.Cli.Tests.Scripted;

/// <summary>One run of cbmx against a scripted node.</summary>
internal static class TestRun
{
    /// <summary>Far ahead, because gRPC compares deadlines with the clock of the machine.</summary>
    private static readonly DateTimeOffset Now = new(2099, 11, 22, 3, 10, 0, TimeSpan.Zero);

    public static async Task<(int Code, string Output, string Error)> OfAsync(ScriptedNode node, params string[] words)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var code = await CbmxProgram.RunAsync(words, Shell(node, output, error, null), CancellationToken.None);
        return (code, output.ToString(), error.ToString());
    }

    /// <summary>A shell in which nothing moves; a question is answered with <paramref name="input"/>.</summary>
    public static Shell Shell(ScriptedNode node, TextWriter output, TextWriter error, string? input)
    {
        var ids = 0;
        return new Shell
        {
            Out = output,
            Error = error,
            In = new StringReader(input ?? ""),
            CanAsk = input is not null,
            Variable = name => name == "CBMX_PROFILE" ? node.Profile : null,
            Time = new FixedTime(),
            NewId = () => new Guid(++ids, 0, 0, new byte[8]),
            ProgramFolder = node.Folder,
        };
    }

    private sealed class FixedTime : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => Now;
    }
}
