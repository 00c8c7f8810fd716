using System.CommandLine;

namespace CbmExchange.Cli;

/// <summary>Scripts with which a shell completes words of cbmx; the words come from cbmx itself.</summary>
internal static class CompletionCommand
{
    private const string Bash = """
        # cbmx completion for bash: eval "$(cbmx completion bash)"
        _cbmx() {
            local IFS=$'\n'
            COMPREPLY=($(cbmx "[suggest:${COMP_POINT}]" "${COMP_LINE}" 2>/dev/null))
            # Bash takes TLP:GREEN for three words; what stands before the last colon is there already.
            local word="${COMP_LINE:0:COMP_POINT}"
            word="${word##* }"
            if [[ "$word" == *:* && "$COMP_WORDBREAKS" == *:* ]]; then
                COMPREPLY=("${COMPREPLY[@]#"${word%"${word##*:}"}"}")
            fi
        }
        complete -o default -F _cbmx cbmx
        """;

    private const string Zsh = """
        #compdef cbmx
        # cbmx completion for zsh: eval "$(cbmx completion zsh)"
        _cbmx() {
            local -a words_found
            words_found=("${(@f)$(cbmx "[suggest:${CURSOR}]" "${BUFFER}" 2>/dev/null)}")
            compadd -a words_found
        }
        compdef _cbmx cbmx
        """;

    private const string Fish = """
        # cbmx completion for fish: cbmx completion fish | source
        complete -c cbmx -f -a '(cbmx "[suggest:"(commandline -C)"]" (commandline -p) 2>/dev/null)'
        """;

    public static CbmxCommand Build(CliContext context)
    {
        var shell = new Argument<string>("shell") { Description = "bash, zsh or fish.", HelpName = "SHELL" }
            .AcceptOnlyFromAmong("bash", "zsh", "fish");
        var command = new CbmxCommand(
            "completion",
            "Print a script that lets your shell complete words.",
            "eval \"$(cbmx completion bash)\"").With(shell);
        command.SetAction(parsed =>
        {
            context.Shell.Out.WriteLine(parsed.GetValue(shell) switch
            {
                "zsh" => Zsh,
                "fish" => Fish,
                _ => Bash,
            });
            return ExitCode.Done;
        });
        return command;
    }
}
