using CbmExchange.Store.Exercises;

namespace CbmExchange.Store.Readings;

/// <summary>
/// Keeps the answers of <see cref="ReadModels"/> ready: own records, held records, inbox, receipts, feed, reference
/// data.
/// </summary>
/// <param name="streams">Where entries of peers lie.</param>
/// <param name="keysOf">The admitted keys; MUST know every peer of which something was stored.</param>
public sealed class ReadingsProjection(IPeerStreamStore streams, PeerKeysOf keysOf) : Projection
{
    private readonly ReadingsFold fold = new(streams, keysOf);

    /// <inheritdoc/>
    public override string Name => "readings";

    /// <inheritdoc/>
    public override int Version => 5;

    /// <inheritdoc/>
    public override string TablesSql => SqlFile("Readings", "readings-v5.sql");

    /// <inheritdoc/>
    public override async ValueTask FoldAsync(
        IReadOnlyList<StoredEvent> page, ProjectionWriter writer, CancellationToken cancellationToken)
    {
        var changes = new SqlChanges();
        var asides = new AsideEntries(writer, changes);
        foreach (var stored in page)
        {
            await fold.ApplyAsync(stored, asides, changes, cancellationToken).ConfigureAwait(false);
            if (UnopenedEntries.OriginatorOf(stored.Body) is { } renewed)
            {
                // What waits for a key is read from the tables themselves: all before this event must be in them.
                changes.MoveTo(writer);
                var waiting = await UnopenedEntries.ReadAsync(renewed, writer, cancellationToken)
                    .ConfigureAwait(false);
                await fold.ReopenAsync(stored, waiting, asides, changes, cancellationToken).ConfigureAwait(false);
            }
        }

        changes.MoveTo(writer);
    }
}
