using System.Reflection;

namespace CbmExchange.Cli;

/// <summary>Which cbmx this is and which protocol it speaks.</summary>
internal static class VersionCommand
{
    public static CbmxCommand Build(CliContext context)
    {
        var command = new CbmxCommand("version", "Show the version of cbmx and the protocol that it speaks.");
        command.SetAction(_ =>
        {
            context.Shell.Out.WriteLine($"cbmx {Version()} · cbm.exchange.v1");
            return ExitCode.Done;
        });
        return command;
    }

    private static string Version() =>
        typeof(VersionCommand).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()
            ?.InformationalVersion ?? "unknown";
}
