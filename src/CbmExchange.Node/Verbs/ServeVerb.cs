using CbmExchange.Node.Home;
using CbmExchange.Node.Hosting;

namespace CbmExchange.Node.Verbs;

/// <summary>Runs the node until it is asked to stop. Says when it is ready, on one line.</summary>
internal static class ServeVerb
{
    /// <summary>Runs the verb.</summary>
    public static async Task RunAsync(IEnumerable<string> arguments, VerbContext context)
    {
        var options = new VerbArguments(arguments, "--home");
        var home = NodeHome.At(options.Required("--home"));
        var host = await NodeHost
            .StartAsync(home, new NodeHostOptions { Time = context.Time }, context.Stopping).ConfigureAwait(false);
        await using (host.ConfigureAwait(false))
        {
            var desk = host.DeskAddress is { } address ? $" desk={Text(address)}" : "";
            await context.Output.WriteLineAsync(
                $"ready officers={Text(host.OfficersAddress)} peers={Text(host.PeersAddress)}{desk}")
                .ConfigureAwait(false);
            await context.Output.FlushAsync(CancellationToken.None).ConfigureAwait(false);
            await Task.Delay(Timeout.InfiniteTimeSpan, context.Time, context.Stopping)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await context.Output.WriteLineAsync("stopped").ConfigureAwait(false);
    }

    private static string Text(Uri address) => address.GetLeftPart(UriPartial.Authority);
}
