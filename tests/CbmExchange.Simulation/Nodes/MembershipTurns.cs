namespace CbmExchange.Simulation.Nodes;

/// <summary>
/// Keeps changes of the membership apart from what is decided by it, so that the checker knows by which members a
/// release was decided: those of the log before it.
/// </summary>
internal sealed class MembershipTurns
{
    private int deciding;
    private bool isChanging;

    /// <summary>Decides by the members as they are; nothing happens while they change.</summary>
    public async Task DecideAsync(Func<Task> work)
    {
        if (isChanging)
        {
            return;
        }

        deciding++;
        try
        {
            await work();
        }
        finally
        {
            deciding--;
        }
    }

    /// <summary>Changes the members; nothing happens while somebody decides.</summary>
    public async Task ChangeAsync(Func<Task> work)
    {
        if (isChanging || deciding > 0)
        {
            return;
        }

        isChanging = true;
        try
        {
            await work();
        }
        finally
        {
            isChanging = false;
        }
    }
}
