using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.RegularExpressions;
using CbmExchange.Cli.Connection;

namespace CbmExchange.Cli;

/// <summary>Says what is wrong with a command line that cannot be read.</summary>
internal static partial class Misuse
{
    public static CommandStopped Of(ParseResult parsed) => CommandStopped.Usage(
        $"{Fault(parsed)}\n`{Spelling.PathOf(parsed.CommandResult)} --help` shows what can be typed.");

    private static string Fault(ParseResult parsed)
    {
        if (parsed.UnmatchedTokens.Count > 0)
        {
            var unknown = parsed.UnmatchedTokens[0];
            var near = Spelling.Nearest(unknown, parsed.CommandResult.Command);
            return $"`{unknown}` is not known here." + (near is null ? "" : $" Did you mean `{near}`?");
        }

        if (parsed.CommandResult.Command is { Action: null } group)
        {
            return $"Say what to do: {string.Join(", ", group.Subcommands.Select(verb => verb.Name))}.";
        }

        return string.Join('\n', parsed.Errors.Select(Plain).Distinct());
    }

    // The parser's own words name types of the program; the option and what was typed are enough.
    private static string Plain(ParseError error)
    {
        var words = string.Join(
            ' ', error.Message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return Unreadable().Replace(words, "$2 cannot take '$1'.");
    }

    [GeneratedRegex("^Cannot parse argument '(.*)' for (?:option|command|argument) '(.*)' as expected type .*$")]
    private static partial Regex Unreadable();
}
