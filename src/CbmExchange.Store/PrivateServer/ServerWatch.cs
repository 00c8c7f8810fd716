using CbmExchange.Store.Log;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CbmExchange.Store.PrivateServer;

/// <summary>
/// Starts the private server again when it ended, or hung, while its node was running: nobody else does. Bounded by a
/// pause that doubles while the server does not stay up, so that a broken one is tried once a minute and no more.
/// </summary>
internal sealed partial class ServerWatch : IAsyncDisposable
{
    private readonly CancellationTokenSource stopping = new();
    private readonly ServerControl control;
    private readonly string connectionString;
    private readonly TimeProvider clock;
    private readonly ILogger logger;
    private readonly Task running;
    private TimeSpan pause = StoreLimits.ServerRestartPauseMin;
    private long? restartedAt;
    private long? silentSince;
    private int silentLooks;

    public ServerWatch(ServerControl control, string connectionString, TimeProvider clock, ILogger logger)
    {
        this.control = control;
        this.clock = clock;
        this.logger = logger;
        this.connectionString = new NpgsqlConnectionStringBuilder(connectionString)
        {
            Pooling = false,
            Timeout = (int)StoreLimits.ServerAnswerTimeout.TotalSeconds,
            CommandTimeout = (int)StoreLimits.ServerAnswerTimeout.TotalSeconds,
            ApplicationName = "cbm-watch",
        }.ConnectionString;
        running = Task.Run(RunAsync);
    }

    /// <summary>
    /// Ends the watch; a start that is under way is waited for, so that what it started can be stopped.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync().ConfigureAwait(false);
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stopping.Dispose();
    }

    private enum Sight
    {
        /// <summary>It says something, be it that it refuses.</summary>
        Answers,

        /// <summary>It is there and says nothing: busy, or hung.</summary>
        Silent,

        /// <summary>It is not there.</summary>
        Gone,
    }

    private async Task RunAsync()
    {
        while (true)
        {
            await Task.Delay(StoreLimits.ServerLookInterval, clock, stopping.Token).ConfigureAwait(false);
            var lookedAt = clock.GetTimestamp();
            switch (await LookAsync().ConfigureAwait(false))
            {
                case Sight.Gone:
                    LogEnded(logger);
                    await StartAgainAsync().ConfigureAwait(false);
                    break;
                case Sight.Silent:
                    silentSince ??= lookedAt;
                    silentLooks++;
                    await EndIfHungAsync().ConfigureAwait(false);
                    break;
                default:
                    silentSince = null;
                    silentLooks = 0;
                    break;
            }
        }
    }

    private async Task EndIfHungAsync()
    {
        // A machine that stood still for a while looks like one silent server; a second and a third look tell.
        if (silentLooks < StoreLimits.ServerHungLookCountMin
            || clock.GetElapsedTime(silentSince!.Value) < StoreLimits.ServerHungAfter)
        {
            return;
        }

        LogHung(logger, (int)clock.GetElapsedTime(silentSince!.Value).TotalSeconds);
        try
        {
            await control.EndAsync(CancellationToken.None).ConfigureAwait(false);
        }
        catch (PrivatePostgresException error)
        {
            // Looked at again, and ended again, after the same time.
            silentSince = null;
            silentLooks = 0;
            LogNotRestarted(logger, error.Message);
            return;
        }

        await StartAgainAsync().ConfigureAwait(false);
    }

    private async Task StartAgainAsync()
    {
        silentSince = null;
        silentLooks = 0;
        while (!await TryStartAsync().ConfigureAwait(false))
        {
            // Each try waits as long as the ones before it ask for.
        }
    }

    /// <summary>A server that refuses for a reason is there, and so is one that is too busy to answer.</summary>
    private async Task<Sight> LookAsync()
    {
        try
        {
            await using var connection = new NpgsqlConnection(connectionString);
            await connection.OpenAsync(stopping.Token).ConfigureAwait(false);
            await using var ask = new NpgsqlCommand("select 1", connection);
            await ask.ExecuteScalarAsync(stopping.Token).ConfigureAwait(false);
            return Sight.Answers;
        }
        catch (PostgresException)
        {
            return Sight.Answers;
        }
        catch (Exception error) when (DatabaseErrors.IsConnectionLost(error))
        {
            return await control.IsServingAsync(stopping.Token).ConfigureAwait(false) ? Sight.Silent : Sight.Gone;
        }
    }

    private async Task<bool> TryStartAsync()
    {
        if (restartedAt is { } last && clock.GetElapsedTime(last) < StoreLimits.ServerSteadyAfter)
        {
            await PauseAsync().ConfigureAwait(false);
        }
        else
        {
            pause = StoreLimits.ServerRestartPauseMin;
        }

        restartedAt = clock.GetTimestamp();
        try
        {
            await control.EnsureRunningAsync(CancellationToken.None).ConfigureAwait(false);
            LogRestarted(logger);
            return true;
        }
        catch (PrivatePostgresException error)
        {
            LogNotRestarted(logger, error.Message);
            return false;
        }
    }

    private async Task PauseAsync()
    {
        await Task.Delay(pause, clock, stopping.Token).ConfigureAwait(false);
        pause = pause * 2 < StoreLimits.ServerRestartPauseMax ? pause * 2 : StoreLimits.ServerRestartPauseMax;
    }
}
