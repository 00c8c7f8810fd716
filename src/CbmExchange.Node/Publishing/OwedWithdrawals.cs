using CbmExchange.Domain;
using CbmExchange.Domain.Lifecycle;
using CbmExchange.Node.PeerStreams;
using CbmExchange.Store;

namespace CbmExchange.Node.Publishing;

/// <summary>
/// Carries a withdrawal on to holders whom it had not reached, after a restored backup (decision 0022): one who gave
/// back, after the withdrawal, that it holds the record; or one who lost the entry that others gave back.
/// </summary>
internal sealed class OwedWithdrawals(
    IEventStore store, OwnRecordTable records, RecordLoader loader, EntryMaker entries, TimeProvider time)
{
    /// <summary>
    /// Tells those to whom entries may be written now; answers how many. What another command overtook is told next
    /// time; repeating it is harmless, since who was told is in the log.
    /// </summary>
    /// <param name="isReady">Whether our stream to a participant is known to be whole (decision 0014).</param>
    /// <param name="cancellationToken">Counts until an append is handed in.</param>
    /// <exception cref="StoreUnavailableException">The store does not answer: ask again later.</exception>
    public async Task<int> TellAsync(Func<ParticipantId, bool> isReady, CancellationToken cancellationToken)
    {
        var count = 0;
        foreach (var (record, owed) in records.OwedWithdrawals.OrderBy(pair => pair.Key.Value, StringComparer.Ordinal))
        {
            if (owed.Any(isReady))
            {
                count += await TellAsync(record, isReady, cancellationToken).ConfigureAwait(false);
            }
        }

        return count;
    }

    private async Task<int> TellAsync(
        RecordId record, Func<ParticipantId, bool> isReady, CancellationToken cancellationToken)
    {
        var state = await loader.LoadAsync(record, cancellationToken).ConfigureAwait(false);
        var events = RecordDecider.TellWithdrawn(state, isReady, time.GetUtcNow());
        if (events is not [WithdrawalTold told])
        {
            return 0;
        }

        var result = await store.AppendAsync(
            new AppendRequest
            {
                CommandId = PeerEventStreams.CommandId("tell-withdrawn", record.Value, $"{state.Version}"),
                Streams = RecordReplies.StreamsOf(state, record, events),
                PeerEntries = entries.Of(state, told),
            },
            CancellationToken.None).ConfigureAwait(false);
        return result.Outcome switch
        {
            AppendOutcome.Appended => told.Recipients.Length,
            AppendOutcome.Unknown or AppendOutcome.Unavailable =>
                throw new StoreUnavailableException(result.Sentence ?? "The database did not take the withdrawal."),
            _ => 0,
        };
    }
}
