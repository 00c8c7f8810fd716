using CbmExchange.Node.Publishing;
using CbmExchange.Node.Tables;
using CbmExchange.Simulation.Officers;
using CbmExchange.Simulation.Running;

namespace CbmExchange.Simulation.Nodes;

/// <summary>
/// Lets releases leave that waited, and gives new members what follows them, as Node's DepartingPart and FollowingPart.
/// </summary>
internal sealed class DepartureDriver
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    // Node looks each second; where runs last for days this is as good.
    private static readonly TimeSpan FollowEvery = TimeSpan.FromSeconds(10);

    private readonly NodeRun run;
    private readonly Departing departing;
    private readonly Following following;
    private bool isPlanned;

    public DepartureDriver(NodeRun run)
    {
        this.run = run;
        var (tables, loader, clock) = (run.Tables, new RecordLoader(run.Store), run.Node.Clock);
        var settings = RecordSteps.SettingsOf(run, new HeldMessages());
        departing = new Departing(run.Store, tables.Waiting, loader, settings, tables.Entries, run.Gate, clock);
        following = new Following(
            run.Store, tables.Followed, tables.Participants, loader, settings, tables.Entries, run.Gate, clock);
    }

    private bool Waits => run.Tables.Waiting.Due(DateTimeOffset.MaxValue).Count > 0;

    /// <summary>The log grew, or the process began.</summary>
    public void Wake()
    {
        if (!isPlanned && run.Works && (Waits || run.Tables.Followed.All.Count > 0))
        {
            isPlanned = true;
            run.World.Queue.After(Waits ? LookEvery : FollowEvery, () => run.World.Run(LookAsync));
        }
    }

    private async Task LookAsync()
    {
        await run.Turns.DecideAsync(DoAsync);
        isPlanned = false;
        Wake();
    }

    private async Task DoAsync()
    {
        try
        {
            if (run.Works)
            {
                await departing.LeaveAsync(default);
            }

            if (run.Works && run.World.Plan.Canary != Canary.FollowsNobody)
            {
                await following.FollowAsync(default);
            }
        }
        catch (Exception fault) when (StoreFaults.IsUnavailable(fault))
        {
            // The next look asks again.
        }
    }
}
