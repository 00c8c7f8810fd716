using CbmExchange.Cli.Output;
using CbmExchange.Contracts.Exchange.V1;

namespace CbmExchange.Cli.Web;

/// <summary>The duty desk in a browser.</summary>
internal static class WebCommands
{
    public static CbmxCommand Build(CliContext context) =>
        new CbmxCommand("web", "The duty desk in a browser.").With(SignIn(context));

    private static CbmxCommand SignIn(CliContext context)
    {
        var command = new CbmxCommand(
            "sign-in",
            "Print a link that signs your browser in as you, once, within five minutes.",
            "cbmx web sign-in");
        return context.Run(command, async (session, cancellation) =>
        {
            var reply = await session.AskAsync(
                options => session.Administration.OpenDeskAsync(new OpenDeskRequest(), options), cancellation)
                .ConfigureAwait(false);
            if (session.AsJson)
            {
                session.Screen.Json(reply);
                return ExitCode.Done;
            }

            session.Screen.Strong(reply.Url);
            session.Screen.Quiet(
                $"Good once, until {TimeText.Of(reply.ExpiresAt)}. Whoever opens it first is signed in as you.");
            return ExitCode.Done;
        });
    }
}
