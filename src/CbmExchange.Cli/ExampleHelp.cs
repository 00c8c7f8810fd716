using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace CbmExchange.Cli;

/// <summary>The usual help, then examples to copy and what the exit codes mean.</summary>
internal sealed class ExampleHelp(HelpAction usual, Shell shell) : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        usual.Invoke(parseResult);
        if (parseResult.CommandResult.Command is CbmxCommand { Examples.Count: > 0 } command)
        {
            shell.Out.WriteLine("Examples:");
            foreach (var example in command.Examples)
            {
                shell.Out.WriteLine($"  {example}");
            }

            shell.Out.WriteLine();
        }

        shell.Out.WriteLine(ExitCode.Table);
        return ExitCode.Done;
    }
}
