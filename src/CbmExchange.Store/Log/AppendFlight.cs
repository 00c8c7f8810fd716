namespace CbmExchange.Store.Log;

/// <summary>A batch that was taken from the queue and is not answered yet.</summary>
/// <param name="Batch">In the order in which they were given; not empty.</param>
/// <param name="Behind">The landings of those under way when this one began: it may wait for their lock.</param>
internal sealed record AppendFlight(List<PendingAppend> Batch, IReadOnlyList<Task> Behind)
{
    private readonly TaskCompletionSource landed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool isHeldUp;

    /// <summary>Ends when all of it were answered.</summary>
    public Task Landed => landed.Task;

    /// <summary>What it will write, roughly.</summary>
    public long Bytes { get; } = Batch.Sum(pending => pending.Request.Bytes);

    /// <summary>What no other transaction may touch meanwhile.</summary>
    public IEnumerable<(char Kind, string Name)> Names =>
        Batch.SelectMany(pending => BatchPicker.NamesOf(pending.Request));

    /// <summary>True when one of our own kept it from the lock; until it landed no further flight begins.</summary>
    public bool IsHeldUp => isHeldUp;

    /// <summary>
    /// Waits until those before it have landed, and keeps others from beginning. False when there were none: then the
    /// lock is held by somebody else. Flights wait for older ones only, so no two wait for each other.
    /// </summary>
    public async Task<bool> LetOthersLandAsync()
    {
        if (isHeldUp || Behind.Count == 0)
        {
            return false;
        }

        isHeldUp = true;
        await Task.WhenAll(Behind).ConfigureAwait(false);
        return true;
    }

    /// <summary>All of it were answered.</summary>
    public void Land() => landed.TrySetResult();
}
