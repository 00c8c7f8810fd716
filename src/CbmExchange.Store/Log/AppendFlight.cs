namespace CbmExchange.Store.Log;

/// <summary>A batch that was taken from the queue and is not answered yet.</summary>
/// <param name="Batch">In the order in which they were given; not empty.</param>
internal sealed record AppendFlight(List<PendingAppend> Batch)
{
    /// <summary>What it will write, roughly.</summary>
    public long Bytes { get; } = Batch.Sum(pending => pending.Request.Bytes);

    /// <summary>What no other transaction may touch meanwhile.</summary>
    public IEnumerable<(char Kind, string Name)> Names =>
        Batch.SelectMany(pending => BatchPicker.NamesOf(pending.Request));
}
