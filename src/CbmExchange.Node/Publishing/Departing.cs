using CbmExchange.Domain;
using CbmExchange.Domain.Lifecycle;
using CbmExchange.Node.PeerStreams;
using CbmExchange.Store;

namespace CbmExchange.Node.Publishing;

/// <summary>
/// Lets releases leave whose time has come, each exactly once: the event and the entries of its recipients are one
/// append on the version that was read, so that a recall, another node process or a crash leaves one of them only.
/// </summary>
internal sealed class Departing(
    IEventStore store, WaitingReleases waiting, RecordLoader loader, ReleaseSettings settings, EntryMaker entries,
    HeadGate gate, TimeProvider time)
{
    /// <summary>Lets go what is due; answers how many left. What cannot leave yet waits for the next look.</summary>
    /// <exception cref="StoreUnavailableException">The store does not answer: ask again later.</exception>
    public async Task<int> LeaveAsync(CancellationToken cancellationToken)
    {
        var count = 0;
        foreach (var record in waiting.Due(time.GetUtcNow()))
        {
            count += await LeaveAsync(record, cancellationToken).ConfigureAwait(false) ? 1 : 0;
        }

        return count;
    }

    private async Task<bool> LeaveAsync(RecordId record, CancellationToken cancellationToken)
    {
        var state = await loader.LoadAsync(record, cancellationToken).ConfigureAwait(false);
        var setting = await settings
            .OfAsync(state, state.Departure?.Quotes ?? [], cancellationToken).ConfigureAwait(false);
        var events = RecordDecider.Leave(state, setting, time.GetUtcNow());
        if (events.IsEmpty)
        {
            return false;
        }

        var released = events.OfType<RecordReleased>().FirstOrDefault();
        return (released is null || released.Recipients.All(one => gate.TakesCommands(one.Participant)))
            && await OwnAppends.DoAsync(
                store,
                new AppendRequest
                {
                    CommandId = PeerEventStreams.CommandId("release-leaves", record.Value, $"{state.Version}"),
                    Streams = RecordReplies.StreamsOf(state, record, events),
                    PeerEntries = released is null ? [] : entries.Of(state, state.NewestCleared!, released),
                }).ConfigureAwait(false);
    }
}
