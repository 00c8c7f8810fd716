namespace CbmExchange.Cli.Connection;

/// <summary>After a refusal: which command comes next.</summary>
internal static class NextStep
{
    /// <summary>The same, with a hint where one can be given.</summary>
    /// <param name="stopped">What the node, or cbmx itself, said.</param>
    /// <param name="command">The command as it was typed, e.g. "cbmx officer list".</param>
    public static CommandStopped Added(CommandStopped stopped, string command)
    {
        var hint = Hint(stopped.Reason, command);
        return hint.Length == 0
            ? stopped
            : new CommandStopped(stopped.Code, $"{stopped.Message} {hint}")
            {
                Reason = stopped.Reason,
                Faults = stopped.Faults,
            };
    }

    private static string Hint(string reason, string command) => reason switch
    {
        "RECORD_STATE" => AfterState(command[(command.LastIndexOf(' ') + 1)..]),
        "NOMINATION_NEEDED" => "First: `cbmx contact nominate`.",
        "ROLE_MISSING" when command.EndsWith("officer list", StringComparison.Ordinal) =>
            "A node-admin or an auditor may.",
        "ROLE_MISSING" => "`cbmx officer list` (node-admin, auditor) shows who may.",
        _ => "",
    };

    // The node's sentence says what the record is not; the way of a record says what comes before and after.
    private static string AfterState(string command) => command switch
    {
        "submit" => "Submitted: `cbmx clear` is next. Cleared: `cbmx release`. Released: `cbmx revise` begins anew.",
        "clear" or "return" => "Draft: `cbmx submit` comes first. Cleared: `cbmx release` is next.",
        "release" => "Draft: `cbmx submit`, then `cbmx clear`. Submitted: `cbmx clear`. Then release.",
        "nominate" => "A contact that was cleared: `cbmx revise` begins a new version; nominate that one.",
        "abandon" => "Released: `cbmx withdraw`, or `cbmx revise` for a new version.",
        "revise" => "`cbmx show` says its state; a record that has ended is drafted anew.",
        "withdraw" => "Not released: `cbmx abandon` ends it.",
        _ => "",
    };
}
