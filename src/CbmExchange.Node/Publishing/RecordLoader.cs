using CbmExchange.Domain;
using CbmExchange.Domain.Lifecycle;
using CbmExchange.Store;

namespace CbmExchange.Node.Publishing;

/// <summary>
/// Folds own records from their streams. The last ones asked for are kept, so that a command reads only what happened
/// since; what is kept is never older than the stream when it is answered.
/// </summary>
internal sealed class RecordLoader(IEventStore store)
{
    /// <summary>Records kept folded: those under work at the same time, each at most some versions of 64 KiB.</summary>
    private const int KeptCountMax = 128;

    private readonly Lock gate = new();
    private readonly Dictionary<RecordId, RecordState> kept = [];
    private readonly Queue<RecordId> order = new();

    /// <summary>The record as it is now; empty when there is none.</summary>
    public async Task<RecordState> LoadAsync(RecordId record, CancellationToken cancellationToken)
    {
        var state = Kept(record);
        await foreach (var stored in store
            .ReadStreamAsync(OwnRecordTable.StreamOf(record), state.Version, cancellationToken).ConfigureAwait(false))
        {
            state = state.Apply(stored.Body);
        }

        Keep(record, state);
        return state;
    }

    /// <summary>The record as it was when its stream had a version.</summary>
    public async Task<RecordState> LoadAsOfAsync(RecordId record, long version, CancellationToken cancellationToken)
    {
        var state = RecordState.Empty;
        await foreach (var stored in store
            .ReadStreamAsync(OwnRecordTable.StreamOf(record), default, cancellationToken).ConfigureAwait(false))
        {
            if (stored.Version.Value > version)
            {
                break;
            }

            state = state.Apply(stored.Body);
        }

        return state;
    }

    /// <summary>The record with what was shared of it until a moment, inclusive.</summary>
    public async Task<RecordState> LoadUntilAsync(
        RecordId record, DateTimeOffset until, CancellationToken cancellationToken)
    {
        var events = new List<IEvent>();
        await foreach (var stored in store
            .ReadStreamAsync(OwnRecordTable.StreamOf(record), default, cancellationToken).ConfigureAwait(false))
        {
            events.Add(stored.Body);
        }

        return RecordState.FoldUntil(events, until);
    }

    /// <summary>Forgets what is kept of a record; the next who asks folds it anew.</summary>
    public void Forget(RecordId record)
    {
        lock (gate)
        {
            kept.Remove(record);
        }
    }

    private RecordState Kept(RecordId record)
    {
        lock (gate)
        {
            return kept.GetValueOrDefault(record, RecordState.Empty);
        }
    }

    private void Keep(RecordId record, RecordState state)
    {
        lock (gate)
        {
            if (state.Header is null || (
                kept.TryGetValue(record, out var known) && known.Version.Value >= state.Version.Value))
            {
                return;
            }

            if (kept.TryAdd(record, state))
            {
                order.Enqueue(record);
            }

            kept[record] = state;
            while (order.Count > KeptCountMax)
            {
                kept.Remove(order.Dequeue());
            }
        }
    }
}
