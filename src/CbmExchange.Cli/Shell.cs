using System.Text;

namespace CbmExchange.Cli;

/// <summary>What surrounds one run: streams, variables, time, ids. Tests give their own.</summary>
public sealed record Shell
{
    /// <summary>Width of help, the same everywhere, so that it can be read in a mail and compared by a test.</summary>
    public const int HelpWidthColumns = 100;

    /// <summary>Where answers go.</summary>
    public required TextWriter Out { get; init; }

    /// <summary>Where sentences about what went wrong go.</summary>
    public required TextWriter Error { get; init; }

    /// <summary>Where answers to questions come from.</summary>
    public required TextReader In { get; init; }

    /// <summary>Reads an environment variable.</summary>
    public required Func<string, string?> Variable { get; init; }

    /// <summary>The clock.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>Makes a command id.</summary>
    public required Func<Guid> NewId { get; init; }

    /// <summary>Folder of this program; the Node program may lie beside it.</summary>
    public required string ProgramFolder { get; init; }

    /// <summary>True when a person looks at the output: colours and progress bars are shown.</summary>
    public bool IsTerminal { get; init; }

    /// <summary>True when a question can be asked and answered.</summary>
    public bool CanAsk { get; init; }

    /// <summary>The console of this process.</summary>
    public static Shell OfThisProcess()
    {
        Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        return new Shell
        {
            Out = Console.Out,
            Error = Console.Error,
            In = Console.In,
            Variable = Environment.GetEnvironmentVariable,
            Time = TimeProvider.System,
            NewId = Guid.NewGuid,
            ProgramFolder = AppContext.BaseDirectory,
            IsTerminal = !Console.IsOutputRedirected && Environment.GetEnvironmentVariable("NO_COLOR") is null,
            CanAsk = !Console.IsInputRedirected,
        };
    }
}
