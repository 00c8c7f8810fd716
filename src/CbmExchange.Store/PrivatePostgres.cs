using CbmExchange.Store.PrivateServer;
using Microsoft.Extensions.Logging;

namespace CbmExchange.Store;

/// <summary>
/// A PostgreSQL of the node's own (design D12): on a Unix socket in a folder of mode 0700, scram with a generated
/// password in a file of mode 0600, fsync on. Never touches any other cluster. Disposing stops it.
/// </summary>
public sealed class PrivatePostgres : IAsyncDisposable
{
    private readonly ServerControl control;
    private readonly ILogger logger;
    private ServerWatch? watch;
    private int stopped;

    private PrivatePostgres(ServerControl control, string connectionString, bool wasAdopted, ILogger logger)
    {
        this.control = control;
        this.logger = logger;
        ConnectionString = connectionString;
        WasAdopted = wasAdopted;
    }

    /// <summary>
    /// For <see cref="PostgresStoreOptions.ConnectionString"/>. Holds the password: MUST NOT be logged.
    /// </summary>
    public string ConnectionString { get; }

    /// <summary>True when a server left by a killed node ran already and was taken over.</summary>
    public bool WasAdopted { get; }

    /// <summary>
    /// Makes the cluster when there is none, starts the server or adopts the one left running, and makes the database.
    /// Throws <see cref="PrivatePostgresException"/> with one sentence that says what to do.
    /// </summary>
    public static async Task<PrivatePostgres> StartAsync(
        PrivatePostgresOptions options, ILogger logger, CancellationToken cancellationToken = default)
    {
        var binaries = await BinaryFinder.FindAsync(options.BinaryFolder, cancellationToken).ConfigureAwait(false);
        var account = ServerAccount.Choose(options.Accounts);
        var folders = ServerFolders.Prepare(options.Home, account);
        var control = new ServerControl(binaries, account, folders, options, logger);
        var password = await control.EnsureClusterAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var (connectionString, wasAdopted) = await OpenAsync(
                control, () => ServerDatabase.EnsureAsync(folders, password, options.Database, cancellationToken),
                options.Clock, cancellationToken).ConfigureAwait(false);
            return new PrivatePostgres(control, connectionString, wasAdopted, logger);
        }
        catch
        {
            await control.LeaveAsync(CancellationToken.None).ConfigureAwait(false);
            throw;
        }
    }

    // A server that was killed along with its node is dying for a moment: its process is seen, its socket lies there,
    // and nobody answers. It is adopted only once it has answered; one that hangs is ended and started anew.
    private static async Task<(string ConnectionString, bool WasAdopted)> OpenAsync(
        ServerControl control, Func<Task<string>> open, TimeProvider clock, CancellationToken cancellationToken)
    {
        var began = clock.GetTimestamp();
        for (var attempt = 1; ; attempt++)
        {
            var isAdopting = false;
            try
            {
                isAdopting = await control.EnsureRunningAsync(cancellationToken).ConfigureAwait(false);
                var connectionString = await open().ConfigureAwait(false);
                if (isAdopting)
                {
                    control.SayAdopted();
                }

                return (connectionString, isAdopting);
            }
            catch (PrivatePostgresException error) when (
                attempt < StoreLimits.ServerAdoptTriesMax && ServerControl.IsDying(error, isAdopting))
            {
                if (ServerControl.IsSilent(error) && clock.GetElapsedTime(began) >= StoreLimits.ServerHungAfter)
                {
                    await control.EndAsync(cancellationToken).ConfigureAwait(false);
                }

                await Task.Delay(StoreLimits.ServerAdoptPause, clock, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>From now on until disposed: a server that ended is started again, with an alarm in the log.</summary>
    public void KeepRunning(TimeProvider clock) =>
        watch ??= new ServerWatch(control, ConnectionString, clock, logger);

    /// <summary>Stops the server (fast shutdown: open transactions are rolled back, committed ones are safe).</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref stopped, 1) == 0)
        {
            await (watch?.DisposeAsync() ?? ValueTask.CompletedTask).ConfigureAwait(false);
            await control.LeaveAsync(CancellationToken.None).ConfigureAwait(false);
        }
    }
}
