using System.Text.Json;
using CbmExchange.Cli.Connection;

namespace CbmExchange.Cli.Output;

/// <summary>
/// Writes why a command stopped, on the error stream: a sentence and every fault, or one JSON object.
/// </summary>
internal static class StopText
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static int Write(Shell shell, CommandStopped stopped, bool asJson)
    {
        if (asJson)
        {
            var faults = stopped.Faults.Select(fault => new { fault.Field, fault.Description });
            var answer = new { stopped.Code, Reason = ReasonOf(stopped), Sentence = stopped.Message, Faults = faults };
            shell.Error.WriteLine(JsonSerializer.Serialize(answer, Json));
            return stopped.Code;
        }

        shell.Error.WriteLine(SafeText.Of(stopped.Message));
        foreach (var (field, description) in stopped.Faults)
        {
            shell.Error.WriteLine(SafeText.Of($"  {field}: {description}"));
        }

        if (stopped.Reason.Length > 0)
        {
            shell.Error.WriteLine($"  ({stopped.Reason})");
        }

        return stopped.Code;
    }

    // A script decides by the reason, so what cbmx itself says has one too.
    private static string ReasonOf(CommandStopped stopped) => stopped switch
    {
        { Reason.Length: > 0 } => stopped.Reason,
        { Code: ExitCode.Usage } => "USAGE",
        { Code: ExitCode.NotFound } => "NOT_FOUND",
        { Code: ExitCode.NotReachable } => "NOT_REACHABLE",
        { Code: ExitCode.NotAllowed } => "NOT_ALLOWED",
        _ => "STOPPED",
    };
}
