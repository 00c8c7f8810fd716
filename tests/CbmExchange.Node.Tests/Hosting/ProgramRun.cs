using CbmExchange.Node.Verbs;

namespace CbmExchange.Node.Tests.Hosting;

/// <summary>What a run of the program said.</summary>
/// <param name="ExitCode">As the shell sees it.</param>
/// <param name="Output">Standard output.</param>
/// <param name="Errors">Standard error.</param>
internal sealed record ProgramRun(int ExitCode, string Output, string Errors)
{
    /// <summary>Runs a verb in this process.</summary>
    public static async Task<ProgramRun> RunAsync(IReadOnlyList<string> arguments, TimeProvider? time = null)
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();
        var context = new VerbContext(output, time ?? TimeProvider.System, CancellationToken.None);
        var code = await NodeProgram.RunAsync(arguments, context, errors);
        return new ProgramRun(code, output.ToString(), errors.ToString());
    }
}
