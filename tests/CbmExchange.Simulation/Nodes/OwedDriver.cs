using CbmExchange.Node.Publishing;
using CbmExchange.Node.Tables;

namespace CbmExchange.Simulation.Nodes;

/// <summary>Looks for holders of withdrawn records still to be told, as Node's OwedWithdrawalsPart does.</summary>
internal sealed class OwedDriver(NodeRun run)
{
    private static readonly TimeSpan LookAfter = TimeSpan.FromSeconds(1);

    private readonly OwedWithdrawals owed = new(
        run.Store, run.Tables.Records, new RecordLoader(run.Store), run.Tables.Entries, run.Node.Clock);

    private bool isPlanned;

    /// <summary>The log grew, or a comparison of heads moved.</summary>
    public void Wake()
    {
        if (!isPlanned && run.Works && !run.Tables.Records.OwedWithdrawals.IsEmpty)
        {
            isPlanned = true;
            run.World.Queue.After(LookAfter, () => run.World.Run(TellAsync));
        }
    }

    private async Task TellAsync()
    {
        if (!run.Works)
        {
            return;
        }

        try
        {
            await owed.TellAsync(peer => run.HeadChecks.TryGetValue(peer, out var check) && check.IsAllowed, default);
        }
        catch (Exception fault) when (StoreFaults.IsUnavailable(fault))
        {
            // Looked for again like who was not ready yet.
        }

        // Who became ready while it told others woke nobody: Node looks again each second too.
        isPlanned = false;
        Wake();
    }
}
