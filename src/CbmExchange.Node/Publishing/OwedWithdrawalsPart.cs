using CbmExchange.Node.Hosting;
using CbmExchange.Node.Observation;
using CbmExchange.Node.PeerStreams;
using CbmExchange.Node.Tables;

namespace CbmExchange.Node.Publishing;

/// <summary>Looks, from the start on, whether a holder of a withdrawn record is still to be told.</summary>
internal sealed partial class OwedWithdrawalsPart(
    OwedWithdrawals owed, HeadGate gate, TimeProvider time, ILogger<OwedWithdrawalsPart> log) : IBackgroundPart
{
    /// <summary>A look into memory, which finds nothing but after a restored backup.</summary>
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource stopping = new();
    private Task running = Task.CompletedTask;

    /// <inheritdoc/>
    public string Name => "owed withdrawals";

    /// <inheritdoc/>
    public Task Work => running;

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        running = Task.Run(RunAsync, CancellationToken.None);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async ValueTask StopAsync()
    {
        await stopping.CancelAsync().ConfigureAwait(false);
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stopping.Dispose();
    }

    private async Task RunAsync()
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                if (await owed.TellAsync(gate.IsAllowed, stopping.Token).ConfigureAwait(false) is > 0 and var count)
                {
                    Told(log, count);
                }
            }
            catch (Exception error) when (StoreFaults.IsUnavailable(error))
            {
                Waits(log);
            }

            await Task.Delay(LookEvery, time, stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    [LoggerMessage(NodeEventIds.WithdrawalsTold, LogLevel.Warning,
        "{Count} holders of withdrawn records were told now: the withdrawal had not reached them when a backup was "
        + "restored.")]
    private static partial void Told(ILogger log, int count);

    [LoggerMessage(NodeEventIds.WithdrawalsWait, LogLevel.Warning,
        "The store did not answer; holders of withdrawn records are told later.")]
    private static partial void Waits(ILogger log);
}
