using CbmExchange.Node.Home;
using CbmExchange.Node.Reference;
using CbmExchange.Node.Startup;
using CbmExchange.Store;
using Microsoft.Extensions.Logging.Abstractions;

namespace CbmExchange.Node.Verbs;

/// <summary>
/// Takes in public reference data: imported-public, with source and date, the State as subject and never as originator,
/// never in a peer stream. Runs beside serve or alone; a repeat changes nothing.
/// </summary>
internal static class ImportReferenceVerb
{
    /// <summary>Appends under way at once: they share transactions (design D2).</summary>
    private const int AppendsAtOnce = 128;

    /// <summary>
    /// Runs the verb. Prints <c>progress dataset=… done=… of=…</c> and <c>imported dataset=… added=… known=…</c>.
    /// </summary>
    public static async Task RunAsync(IEnumerable<string> arguments, VerbContext context)
    {
        var options = new VerbArguments(arguments, "--home", "--data", "--as-of");
        var home = NodeHome.At(options.Required("--home"));
        var settings = NodeSettings.Read(home);
        var tables = ReadAll(options.Required("--data"));
        var database = await NodeDatabase
            .OpenAsync(
                home,
                settings,
                SecretFile.Read(home.PersonalKeyFile),
                isGuest: true,
                context.Time,
                NullLoggerFactory.Instance,
                context.Stopping
            )
            .ConfigureAwait(false);
        await using var closing = database.ConfigureAwait(false);
        foreach (var (set, table) in tables)
        {
            var requests = set.ToRequests(
                table,
                options.Optional("--as-of"),
                ImportInstanceVerb.Operator,
                context.Time.GetUtcNow()
            );
            await ImportAsync(database.Store, set, [.. requests], context).ConfigureAwait(false);
        }
    }

    // All files are read and checked before the first row is appended.
    private static List<(ReferenceSet Set, CsvTable Table)> ReadAll(string folder)
    {
        var found = ReferenceSet
            .All.Select(set => (Set: set, Path: Path.Combine(folder, set.Dataset + ".csv")))
            .Where(pair => File.Exists(pair.Path))
            .Select(pair => (pair.Set, Table: CsvTable.Read(pair.Path)))
            .ToList();
        if (found.Count == 0)
        {
            throw new StartupException(
                $"There is no reference data in {folder}; expected are "
                    + $"{string.Join(", ", ReferenceSet.All.Select(set => set.Dataset + ".csv"))}."
            );
        }

        string[] faults =
        [
            .. found.SelectMany(pair =>
                pair.Set.MissingColumns(pair.Table)
                    .Select(column => $"{pair.Set.Dataset}.csv has no column \"{column}\"; give the whole file.")
            ),
        ];
        return faults.Length == 0 ? found : throw new StartupException([.. faults]);
    }

    private static async Task ImportAsync(
        PostgresEventStore store,
        ReferenceSet set,
        AppendRequest[] requests,
        VerbContext context
    )
    {
        var (done, added) = (0, 0);
        foreach (var chunk in requests.Chunk(AppendsAtOnce))
        {
            var results = await Task.WhenAll(
                    chunk.Select(request => LogImport.AppendAsync(store, request, context.Stopping))
                )
                .ConfigureAwait(false);
            done += chunk.Length;
            added += results.Count(isNew => isNew);
            await context
                .Output.WriteLineAsync($"progress dataset={set.Dataset} done={done} of={requests.Length}")
                .ConfigureAwait(false);
        }

        await context
            .Output.WriteLineAsync($"imported dataset={set.Dataset} added={added} known={done - added}")
            .ConfigureAwait(false);
    }
}
