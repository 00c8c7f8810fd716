namespace CbmExchange.Cli.Connection;

/// <summary>Ends a command with a code and a sentence that a duty officer understands.</summary>
internal sealed class CommandStopped(int code, string sentence) : Exception(sentence)
{
    public int Code { get; } = code;

    /// <summary>Stable reason of the node, e.g. SECOND_PERSON_NEEDED; empty when it was not the node.</summary>
    public string Reason { get; init; } = "";

    /// <summary>Every fault that was named, in order.</summary>
    public IReadOnlyList<(string Field, string Description)> Faults { get; init; } = [];

    public static CommandStopped Usage(string sentence) => new(ExitCode.Usage, sentence);

    public static CommandStopped Refused(string sentence) => new(ExitCode.Refused, sentence);

    public static CommandStopped NotReachable(string sentence) => new(ExitCode.NotReachable, sentence);
}
