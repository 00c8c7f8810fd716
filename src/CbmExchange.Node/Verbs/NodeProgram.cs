using CbmExchange.Node.Home;

namespace CbmExchange.Node.Verbs;

/// <summary>The verbs of this program and its exit codes.</summary>
internal static class NodeProgram
{
    /// <summary>All went well.</summary>
    public const int ExitDone = 0;

    /// <summary>The environment or the arguments say no; the sentences stand on standard error.</summary>
    public const int ExitFaults = 2;

    private const string Usage = """
        CbmExchange.Node: the node of one participant. cbmx starts it; officers use cbmx.

          init --home DIR --instance FILE --participant XA [--officers-listen A:P] [--peers-listen A:P]
               [--endpoint HOST:PORT …] [--officer LABEL=ROLE,ROLE …] [--database private|env:NAME]
          serve --home DIR
          import-instance --home DIR --instance FILE
          import-reference --home DIR --data DIR
          version
        """;

    /// <summary>Runs one verb.</summary>
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, TextWriter output, TextWriter errors)
    {
        try
        {
            return await RunVerbAsync(arguments, output).ConfigureAwait(false);
        }
        catch (StartupException fault)
        {
            foreach (var sentence in fault.Sentences)
            {
                await errors.WriteLineAsync(sentence).ConfigureAwait(false);
            }

            return ExitFaults;
        }
    }

    private static async Task<int> RunVerbAsync(IReadOnlyList<string> arguments, TextWriter output)
    {
        var rest = arguments.Skip(1);
        switch (arguments.Count > 0 ? arguments[0] : "help")
        {
            case "version":
                await output.WriteLineAsync(SoftwareVersion.Text).ConfigureAwait(false);
                return ExitDone;
            case "help" or "--help" or "-h":
                await output.WriteLineAsync(Usage).ConfigureAwait(false);
                return ExitDone;
            case var unknown:
                throw new StartupException($"There is no verb \"{unknown}\"; run help to see them.");
        }
    }
}
