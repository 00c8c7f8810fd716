using CbmExchange.Node.Home;
using CbmExchange.Store;

namespace CbmExchange.Node.Startup;

/// <summary>The log of a home, open: a private server or the one that the settings name (design D12).</summary>
internal sealed class NodeDatabase : IAsyncDisposable
{
    private readonly PrivatePostgres? server;
    private readonly bool leavesServerRunning;

    private NodeDatabase(PostgresEventStore store, PrivatePostgres? server, bool leavesServerRunning)
    {
        Store = store;
        this.server = server;
        this.leavesServerRunning = leavesServerRunning;
    }

    /// <summary>The log.</summary>
    public PostgresEventStore Store { get; }

    /// <summary>Opens the log and brings its schema up to date; what stands in the way is a startup fault.</summary>
    /// <param name="home">The home.</param>
    /// <param name="settings">Its settings.</param>
    /// <param name="personalSecret">Wraps the keys of personal data.</param>
    /// <param name="isGuest">True for a verb that may run beside serve: a server found running is left running.</param>
    /// <param name="time">Clock.</param>
    /// <param name="loggers">Logs.</param>
    /// <param name="cancellationToken">Gives the start up.</param>
    public static async Task<NodeDatabase> OpenAsync(
        NodeHome home,
        NodeSettings settings,
        byte[] personalSecret,
        bool isGuest,
        TimeProvider time,
        ILoggerFactory loggers,
        CancellationToken cancellationToken
    )
    {
        using var patience = new CancellationTokenSource(StartupLimits.DatabaseStartMax, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        PrivatePostgres? server = null;
        try
        {
            var database = new DatabaseOptions(settings.Database);
            server = database.IsPrivate
                ? await PrivatePostgres
                    .StartAsync(
                        new PrivatePostgresOptions { Home = home.Folder },
                        loggers.CreateLogger<PrivatePostgres>(),
                        either.Token
                    )
                    .ConfigureAwait(false)
                : null;
            var store = await PostgresEventStore
                .OpenAsync(
                    new PostgresStoreOptions
                    {
                        ConnectionString = server?.ConnectionString ?? database.ConnectionString,
                        PersonalDataMasterKey = personalSecret,
                    },
                    time,
                    loggers,
                    either.Token
                )
                .ConfigureAwait(false);
            if (!isGuest)
            {
                server?.KeepRunning(time);
            }

            return new NodeDatabase(store, server, isGuest && server is { WasAdopted: true });
        }
        catch (Exception error) when (Sentence(error, patience.IsCancellationRequested) is not null)
        {
            await StopAsync(server, isGuest).ConfigureAwait(false);
            throw new StartupException(Sentence(error, patience.IsCancellationRequested)!);
        }
        catch
        {
            await StopAsync(server, isGuest).ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Closes the store, then stops the private server unless it belongs to a running serve.</summary>
    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync().ConfigureAwait(false);
        if (server is not null && !leavesServerRunning)
        {
            await server.DisposeAsync().ConfigureAwait(false);
        }
    }

    private static async Task StopAsync(PrivatePostgres? server, bool isGuest)
    {
        if (server is not null && !(isGuest && server.WasAdopted))
        {
            await server.DisposeAsync().ConfigureAwait(false);
        }
    }

    private static string? Sentence(Exception error, bool isOutOfPatience) =>
        error switch
        {
            PrivatePostgresException or StoreUnavailableException or DatabaseTooNewException => error.Message,
            OperationCanceledException when isOutOfPatience =>
                $"The database did not answer within {StartupLimits.DatabaseStartMax.TotalMinutes} minutes; look "
                    + "at its log, "
                    + "then start again.",
            _ => null,
        };
}
