using System.CommandLine;
using System.CommandLine.Parsing;

namespace CbmExchange.Cli;

/// <summary>Finds what was probably meant by a word that is not known.</summary>
internal static class Spelling
{
    /// <summary>More changed letters than this, and it is another word.</summary>
    private const int DistanceMax = 3;

    /// <summary>The nearest subcommand or option, or null.</summary>
    public static string? Nearest(string word, Command command) =>
        command.Subcommands.Select(sub => sub.Name)
            .Concat(command.Options.Select(option => option.Name))
            .Select(name => (Name: name, Distance: Distance(word, name)))
            .Where(candidate => candidate.Distance <= DistanceMax && candidate.Distance < candidate.Name.Length)
            .OrderBy(candidate => candidate.Distance)
            .ThenBy(candidate => candidate.Name, StringComparer.Ordinal)
            .Select(candidate => candidate.Name)
            .FirstOrDefault();

    /// <summary>The words typed to reach a command, e.g. <c>cbmx descriptor admit</c>.</summary>
    public static string PathOf(CommandResult result)
    {
        var names = new Stack<string>();
        for (SymbolResult? at = result; at is CommandResult here; at = here.Parent)
        {
            names.Push(here.Command is RootCommand ? "cbmx" : here.Command.Name);
        }

        return string.Join(' ', names);
    }

    // Levenshtein, two rows; words on a command line are short.
    private static int Distance(string from, string to)
    {
        var row = Enumerable.Range(0, to.Length + 1).ToArray();
        for (var i = 1; i <= from.Length; i++)
        {
            var next = new int[to.Length + 1];
            next[0] = i;
            for (var j = 1; j <= to.Length; j++)
            {
                var change = from[i - 1] == to[j - 1] ? 0 : 1;
                next[j] = Math.Min(Math.Min(next[j - 1] + 1, row[j] + 1), row[j - 1] + change);
            }

            row = next;
        }

        return row[^1];
    }
}
