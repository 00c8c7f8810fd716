using System.Collections.Immutable;
using System.Globalization;
using CbmExchange.Domain;
using CbmExchange.Domain.Officers;
using CbmExchange.Domain.Participants;
using CbmExchange.Domain.Peers;
using CbmExchange.Node.Home;
using CbmExchange.Node.Keys;
using CbmExchange.Node.Participants;
using CbmExchange.Node.Startup;
using CbmExchange.Store;
using Microsoft.Extensions.Logging.Abstractions;

namespace CbmExchange.Node.Verbs;

/// <summary>
/// Makes a home: keys, certificates, descriptor, database, first events. node.json is written last: a folder without it
/// is no home, and a start that fails half-way leaves nothing behind.
/// </summary>
internal static class InitVerb
{
    private const string OfficersListenDefault = "127.0.0.1:7443";
    private const string PeersListenDefault = "127.0.0.1:7444";

    /// <summary>Runs the verb.</summary>
    public static async Task RunAsync(IEnumerable<string> arguments, VerbContext context)
    {
        var options = new VerbArguments(
            arguments,
            "--home",
            "--instance",
            "--participant",
            "--officers-listen",
            "--peers-listen",
            "--desk-listen",
            "--public-listen",
            "--endpoint",
            "--officer",
            "--database",
            "--otlp",
            "--recall-seconds",
            "--single-person-minutes"
        );
        var home = NodeHome.At(options.Required("--home"));
        MustBeFree(home);
        var now = context.Time.GetUtcNow();
        var instance = InstanceFile.Read(options.Required("--instance"));
        var officers = OfficerPlan.Parse(options.All("--officer"));
        var wanted = options.Required("--participant");
        var admin = new OfficerId(Guid.NewGuid().ToString());
        var participant =
            instance.Find(wanted, admin, now)
            ?? throw new StartupException($"The instance file has no participant \"{wanted}\".");
        var settings = Settings(options, participant);
        var faults = HomeChecks.SettingFaults(settings).ToImmutableArray();
        if (!faults.IsEmpty)
        {
            throw new StartupException(faults);
        }

        try
        {
            await MakeAsync(home, settings, instance, participant, officers, admin, context).ConfigureAwait(false);
        }
        catch
        {
            TryDelete(home);
            throw;
        }

        await context
            .Output.WriteLineAsync($"home={home.Folder} participant={participant.Designator}")
            .ConfigureAwait(false);
    }

    private static void MustBeFree(NodeHome home)
    {
        if (File.Exists(home.SettingsFile))
        {
            throw new StartupException($"{home.Folder} is a node home already; nothing is ever overwritten.");
        }

        if (Directory.Exists(home.Folder) && Directory.EnumerateFileSystemEntries(home.Folder).Any())
        {
            throw new StartupException($"{home.Folder} is not empty; give an empty or a new folder.");
        }
    }

    private static NodeSettings Settings(VerbArguments options, ParticipantAdmitted participant)
    {
        var peers = options.Optional("--peers-listen") ?? PeersListenDefault;
        return new NodeSettings
        {
            ParticipantId = participant.Participant.Value,
            Designator = participant.Designator,
            Listeners = new ListenerOptions
            {
                Officers = options.Optional("--officers-listen") ?? OfficersListenDefault,
                Peers = peers,
                Desk = options.Optional("--desk-listen"),
                Public = options.Optional("--public-listen"),
            },
            Endpoints = options.All("--endpoint") is { Count: > 0 } endpoints ? endpoints : [peers],
            Database = options.Optional("--database") ?? DatabaseOptions.Private,
            Otlp = options.Optional("--otlp"),
            Policies = Policies(options),
        };
    }

    private static PolicyOptions Policies(VerbArguments options)
    {
        var usual = new PolicyOptions();
        return usual with
        {
            RecallSeconds = Number(options, "--recall-seconds", "a number of seconds, 0 for none")
                ?? usual.RecallSeconds,
            SinglePersonDelayMinutes = Number(
                options, "--single-person-minutes", "how many minutes such a release waits, or leave it out"),
        };
    }

    private static int? Number(VerbArguments options, string name, string wanted) =>
        options.Optional(name) is not { } text ? null
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
        : throw new StartupException($"{name} is \"{text}\"; write {wanted}.");

    private static async Task MakeAsync(
        NodeHome home,
        NodeSettings settings,
        InstanceFile instance,
        ParticipantAdmitted participant,
        ImmutableArray<OfficerPlan> plans,
        OfficerId admin,
        VerbContext context
    )
    {
        var now = context.Time.GetUtcNow();
        Directory.CreateDirectory(home.Folder);
        var keys = new HomeMaker(home, settings, KeyPassphrase.FromEnvironment(), now).Make(participant, plans);
        await context.Output.WriteLineAsync("keys and certificates made").ConfigureAwait(false);
        var database = await NodeDatabase
            .OpenAsync(
                home,
                settings,
                SecretFile.Read(home.PersonalKeyFile),
                isGuest: false,
                context.Time,
                NullLoggerFactory.Instance,
                context.Stopping
            )
            .ConfigureAwait(false);
        await using (database.ConfigureAwait(false))
        {
            await MustBeEmptyAsync(database.Store, context.Stopping).ConfigureAwait(false);
            var requests = Enrolments(plans, keys, admin, now)
                .Concat(instance.ToRequests(admin, now))
                .Append(Started(participant.Participant, now));
            foreach (var request in requests)
            {
                await LogImport.AppendAsync(database.Store, request, context.Stopping).ConfigureAwait(false);
            }
        }

        settings.Write(home);
        await context.Output.WriteLineAsync("database made").ConfigureAwait(false);
    }

    private static async Task MustBeEmptyAsync(PostgresEventStore store, CancellationToken cancellationToken)
    {
        if ((await store.HeadAsync(cancellationToken).ConfigureAwait(false)).Value > 0)
        {
            throw new StartupException("The database holds the log of a node already; give an empty one.");
        }
    }

    private static IEnumerable<AppendRequest> Enrolments(
        ImmutableArray<OfficerPlan> plans,
        ImmutableDictionary<string, string> keys,
        OfficerId admin,
        DateTimeOffset now
    )
    {
        var first = plans.First(plan => plan.Roles.Contains(Roles.NodeAdmin));
        foreach (var plan in plans)
        {
            var id = plan == first ? admin : new OfficerId(Guid.NewGuid().ToString());
            yield return new AppendRequest
            {
                CommandId = Guid.NewGuid(),
                Metadata = new AppendMetadata { UserName = "init" },
                Streams =
                [
                    new StreamAppend(
                        $"officer-{id}",
                        new StreamVersion(0),
                        [new OfficerEnrolled(id, keys[plan.Label], plan.Label, plan.Roles, admin, now)]
                    ),
                ],
            };
        }
    }

    private static AppendRequest Started(ParticipantId participant, DateTimeOffset now) =>
        new()
        {
            CommandId = Guid.NewGuid(),
            Metadata = new AppendMetadata { UserName = "init" },
            Streams = [new StreamAppend("node", null, [new NodeStarted(participant, SoftwareVersion.Text, now)])],
        };

    // Only what this run made lies there: it began in an empty folder.
    private static void TryDelete(NodeHome home)
    {
        try
        {
            Directory.Delete(home.Folder, recursive: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The fault that stopped init is what the caller must read; the next init names a folder that is not empty.
        }
    }
}
