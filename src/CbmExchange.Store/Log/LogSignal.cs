using Microsoft.Extensions.Logging;
using Npgsql;

namespace CbmExchange.Store.Log;

/// <summary>
/// Wakes followers. An append of this process pulses at once; NOTIFY brings those of others. Both are hints: who waits
/// also looks by itself every <see cref="StoreLimits.FollowPollInterval"/>.
/// </summary>
internal sealed partial class LogSignal(
    NpgsqlDataSource? source, string channel, TimeProvider clock, ILogger logger) : IAsyncDisposable
{
    private readonly CancellationTokenSource stop = new();
    private TaskCompletionSource pulse = New();
    private Task listening = Task.CompletedTask;
    private bool isLost;

    /// <summary>Take it before looking, await it after having seen nothing.</summary>
    public Task Next => Volatile.Read(ref pulse).Task;

    public void Start() => listening = source is null ? Task.CompletedTask : ListenAsync(source);

    public void Pulse() => Interlocked.Exchange(ref pulse, New()).TrySetResult();

    /// <summary>Waits for a pulse taken earlier, or for the poll interval.</summary>
    public async Task WaitAsync(Task next, CancellationToken cancellationToken)
    {
        try
        {
            await next.WaitAsync(StoreLimits.FollowPollInterval, clock, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // The guard: look without a hint.
        }
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync().ConfigureAwait(false);
        await listening.ConfigureAwait(false);
        stop.Dispose();
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task ListenAsync(NpgsqlDataSource from)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await ListenOnceAsync(from).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (Exception error) when (DatabaseErrors.IsConnectionLost(error) || error is PostgresException)
            {
                if (!isLost)
                {
                    LogListenerLost(logger, error);
                }

                isLost = true;
                await PauseAsync().ConfigureAwait(false);
            }
        }
    }

    private async Task ListenOnceAsync(NpgsqlDataSource from)
    {
        await using var connection = await from.OpenConnectionAsync(stop.Token).ConfigureAwait(false);
        connection.Notification += (_, _) => Pulse();
        await using (var command = new NpgsqlCommand($"listen \"{channel}\"", connection))
        {
            await command.ExecuteNonQueryAsync(stop.Token).ConfigureAwait(false);
        }

        isLost = false;
        Pulse();
        while (!stop.IsCancellationRequested)
        {
            await connection.WaitAsync(stop.Token).ConfigureAwait(false);
        }
    }

    private async Task PauseAsync()
    {
        try
        {
            await Task.Delay(StoreLimits.ListenRetryPause, clock, stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // Stopping.
        }
    }
}
