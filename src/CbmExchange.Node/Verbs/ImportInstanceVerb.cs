using CbmExchange.Domain;
using CbmExchange.Node.Home;
using CbmExchange.Node.Participants;
using CbmExchange.Node.Startup;
using Microsoft.Extensions.Logging.Abstractions;

namespace CbmExchange.Node.Verbs;

/// <summary>Takes in a newer instance file: what is there already changes nothing.</summary>
internal static class ImportInstanceVerb
{
    /// <summary>Who the events say did it: the operator of the machine, who is no officer.</summary>
    public static readonly OfficerId Operator = new("00000000-0000-0000-0000-000000000000");

    /// <summary>Runs the verb.</summary>
    public static async Task RunAsync(IEnumerable<string> arguments, VerbContext context)
    {
        var options = new VerbArguments(arguments, "--home", "--instance");
        var home = NodeHome.At(options.Required("--home"));
        var settings = NodeSettings.Read(home);
        var instance = InstanceFile.Read(options.Required("--instance"));
        var database = await NodeDatabase.OpenAsync(
            home, settings, SecretFile.Read(home.PersonalKeyFile), isGuest: true, context.Time,
            NullLoggerFactory.Instance, context.Stopping).ConfigureAwait(false);
        await using var closing = database.ConfigureAwait(false);
        var (added, known) = (0, 0);
        foreach (var request in instance.ToRequests(Operator, context.Time.GetUtcNow()))
        {
            var isNew = await LogImport.AppendAsync(database.Store, request, context.Stopping).ConfigureAwait(false);
            (added, known) = isNew ? (added + 1, known) : (added, known + 1);
        }

        await context.Output.WriteLineAsync($"instance added={added} known={known}").ConfigureAwait(false);
    }
}
