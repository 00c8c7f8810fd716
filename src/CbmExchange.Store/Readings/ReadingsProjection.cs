namespace CbmExchange.Store.Readings;

/// <summary>
/// Keeps the answers of <see cref="ReadModels"/> ready: own records, held records, inbox, receipts, feed, reference
/// data.
/// </summary>
/// <param name="streams">Where entries of peers lie.</param>
/// <param name="keysOf">The admitted keys; MUST know every peer of which something was stored.</param>
/// <param name="time">This node's clock.</param>
public sealed class ReadingsProjection(IPeerStreamStore streams, PeerKeysOf keysOf, TimeProvider time) : Projection
{
    private readonly ReadingsFold fold = new(streams, keysOf, time);

    /// <inheritdoc/>
    public override string Name => "readings";

    /// <inheritdoc/>
    public override int Version => 2;

    /// <inheritdoc/>
    public override string TablesSql => SqlFile("Readings", "readings-v2.sql");

    /// <inheritdoc/>
    public override async ValueTask FoldAsync(
        IReadOnlyList<StoredEvent> page, ProjectionWriter writer, CancellationToken cancellationToken)
    {
        var changes = new SqlChanges();
        foreach (var stored in page)
        {
            await fold.ApplyAsync(stored, changes, cancellationToken).ConfigureAwait(false);
        }

        changes.MoveTo(writer);
    }
}
