using CbmExchange.Node.Hosting;
using CbmExchange.Node.Observation;
using CbmExchange.Node.PeerStreams;

namespace CbmExchange.Node.Publishing;

/// <summary>Looks, from the start on, whether a holder of a withdrawn record is still to be told.</summary>
internal sealed partial class OwedWithdrawalsPart(
    OwedWithdrawals owed, HeadGate gate, TimeProvider time, ILogger<OwedWithdrawalsPart> log)
    : LookingPart(time)
{
    /// <inheritdoc/>
    public override string Name => "owed withdrawals";

    /// <inheritdoc/>
    protected override async Task LookAsync(CancellationToken cancellationToken)
    {
        if (await owed.TellAsync(gate.IsAllowed, cancellationToken).ConfigureAwait(false) is > 0 and var count)
        {
            Told(log, count);
        }
    }

    /// <inheritdoc/>
    protected override void TellWaiting() => Waits(log);

    [LoggerMessage(NodeEventIds.WithdrawalsTold, LogLevel.Warning,
        "{Count} holders of withdrawn records were told now: the withdrawal had not reached them when a backup was "
        + "restored.")]
    private static partial void Told(ILogger log, int count);

    [LoggerMessage(NodeEventIds.WithdrawalsWait, LogLevel.Warning,
        "The store did not answer; holders of withdrawn records are told later.")]
    private static partial void Waits(ILogger log);
}
