using System.CommandLine;

namespace CbmExchange.Cli;

/// <summary>A command with examples that its help shows.</summary>
internal sealed class CbmxCommand(string name, string description, params string[] examples)
    : Command(name, description)
{
    /// <summary>Whole command lines, without a prompt.</summary>
    public IReadOnlyList<string> Examples { get; } = examples;

    /// <summary>Adds arguments, options and subcommands, in the order in which help shows them.</summary>
    public CbmxCommand With(params Symbol[] symbols)
    {
        foreach (var symbol in symbols)
        {
            switch (symbol)
            {
                case Argument argument:
                    Add(argument);
                    break;
                case Option option:
                    Add(option);
                    break;
                case Command command:
                    Add(command);
                    break;
            }
        }

        return this;
    }
}
