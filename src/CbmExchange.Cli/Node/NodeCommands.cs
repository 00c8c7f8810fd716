using System.CommandLine;
using CbmExchange.Cli.Output;
using CbmExchange.Contracts.Exchange.V1;

namespace CbmExchange.Cli.Node;

/// <summary>The node itself: make a home, run it, ask how it is.</summary>
internal static class NodeCommands
{
    public static CbmxCommand Build(CliContext context) =>
        new CbmxCommand("node", "The node: make its home, run it, renew it, ask how it is.").With(
            Program(context, "init", "Make the home of a new node: keys, certificates, officers, settings.",
                "cbmx node init --home /srv/cbm --instance instance.json --participant XA"),
            Program(context, "serve", "Run the node until it is told to stop (Ctrl-C).",
                "cbmx node serve --home /srv/cbm"),
            Program(context, "renew-descriptor",
                "Make the next version of the descriptor: new validity, endpoints or keys. The node must be stopped.",
                "cbmx node renew-descriptor --home /srv/cbm --rotate statement checkpoint",
                "--home DIR [--endpoint HOST:PORT …] [--rotate statement|checkpoint …] [--valid-days N] " +
                "[--compromised KEY … --since TIME] [--recovery-key FILE]"),
            Program(context, "renew-certificates",
                "Issue the certificates of the node and of its officers anew, under the same root.",
                "cbmx node renew-certificates --home /srv/cbm",
                "--home DIR [--valid-days N]"),
            Status(context));

    private static CbmxCommand Program(
        CliContext context, string verb, string description, string example,
        string options = "Given to the node program as they are.")
    {
        var words = new Argument<string[]>("options")
        {
            Description = options,
            Arity = ArgumentArity.ZeroOrMore,
        };
        var command = new CbmxCommand(verb, description, example).With(words);
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction((parsed, cancellation) => NodeProgram.RunAsync(
            context.Shell, [verb, .. NodeProgram.WordsAfter(parsed, verb)], onLine: null, cancellation));
        return command;
    }

    private static CbmxCommand Status(CliContext context)
    {
        var command = new CbmxCommand(
            "status", "Show version, your roles and the health of the node.", "cbmx node status");
        return context.Run(command, async (session, cancellation) =>
        {
            var status = await session.AskAsync(
                options => session.Administration.GetNodeStatusAsync(new GetNodeStatusRequest(), options), cancellation)
                .ConfigureAwait(false);
            if (session.AsJson)
            {
                session.Screen.Json(status);
                return ExitCode.Done;
            }

            session.Screen.Strong($"{status.Designator}  {status.Name}");
            session.Screen.Line($"you are   {status.Officer}: {string.Join(", ", status.Roles)}");
            session.Screen.Line($"version   {status.SoftwareVersion}   up since {TimeText.Of(status.StartedAt)}");
            foreach (var line in status.Health)
            {
                session.Screen.Line($"health    {line}");
            }

            var behind = status.Projections.Where(one => one.Value < status.LogPosition)
                .Select(one => $"{one.Key} {status.LogPosition - one.Value} behind")
                .Order(StringComparer.Ordinal).ToList();
            session.Screen.Line($"views     {ViewsOf(status.Facts, behind)}");
            session.Screen.Quiet($"as of {TimeText.Of(status.Now)}");
            return ExitCode.Done;
        });
    }

    // Without a store that answers nobody knows whether the views are current.
    private static string ViewsOf(ViewFacts? facts, List<string> behind) =>
        facts is { FromMemory: true } ? FactsText.AsOf(facts)
        : behind.Count == 0 ? "current"
        : string.Join(", ", behind);
}
