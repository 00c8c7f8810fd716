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
               [--desk-listen A:P] [--endpoint HOST:PORT …] [--officer LABEL=ROLE,ROLE …] [--database private|env:NAME]
          serve --home DIR
          renew-descriptor --home DIR [--endpoint HOST:PORT …] [--rotate statement|checkpoint …] [--valid-days N]
               [--compromised KEY … --since TIME] [--recovery-key FILE]
          renew-certificates --home DIR [--valid-days N]
          import-instance --home DIR --instance FILE
          import-reference --home DIR --data DIR
          version
        """;

    /// <summary>Runs one verb.</summary>
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, VerbContext context, TextWriter errors)
    {
        try
        {
            await RunVerbAsync(arguments, context).ConfigureAwait(false);
            return ExitDone;
        }
        catch (StartupException fault)
        {
            foreach (var sentence in fault.Sentences)
            {
                await errors.WriteLineAsync(sentence).ConfigureAwait(false);
            }

            return ExitFaults;
        }
        catch (OperationCanceledException) when (context.Stopping.IsCancellationRequested)
        {
            // Asked to stop before it was ready: what had been started is stopped.
            await context.Output.WriteLineAsync("stopped").ConfigureAwait(false);
            return ExitDone;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            await errors.WriteLineAsync(
                $"A file or folder cannot be used: {fault.Message} Mend that, then run the command again.")
                .ConfigureAwait(false);
            return ExitFaults;
        }
    }

    private static Task RunVerbAsync(IReadOnlyList<string> arguments, VerbContext context)
    {
        var rest = arguments.Skip(1);
        return (arguments.Count > 0 ? arguments[0] : "help") switch
        {
            "init" => InitVerb.RunAsync(rest, context),
            "serve" => ServeVerb.RunAsync(rest, context),
            "renew-descriptor" => RenewDescriptorVerb.RunAsync(rest, context),
            "renew-certificates" => RenewCertificatesVerb.RunAsync(rest, context),
            "import-instance" => ImportInstanceVerb.RunAsync(rest, context),
            "import-reference" => ImportReferenceVerb.RunAsync(rest, context),
            "version" => context.Output.WriteLineAsync(SoftwareVersion.Text),
            "help" or "--help" or "-h" => context.Output.WriteLineAsync(Usage),
            var unknown => throw new StartupException($"There is no verb \"{unknown}\"; run help to see them."),
        };
    }
}
