using System.Globalization;
using CbmExchange.Domain;
using CbmExchange.Domain.Peers;
using CbmExchange.Envelopes.PeerStreams;
using CbmExchange.Store;
using CbmExchange.Sync.Following;

namespace CbmExchange.Node.PeerStreams;

/// <summary>Makes verified batches and evidence durable.</summary>
internal sealed class FollowerStore(IEventStore store, TimeProvider time)
{
    /// <summary>Stores a batch with its event, in one transaction; says whether it is durable.</summary>
    public async Task<FollowerInput> StoreAsync(VerifiedBatch batch, CancellationToken cancellationToken)
    {
        var stream = batch.Stream;
        var size = batch.Head.Range.Size;
        var stored = new PeerEntriesStored(
            stream.Originator, stream.Recipient, stream.Generation, new(batch.FirstIndex), new(size),
            Convert.ToBase64String(batch.Head.Checkpoint.Span), time.GetUtcNow());
        var request = new AppendRequest
        {
            CommandId = PeerEventStreams.CommandId(
                "store", stream.Origin, Text(batch.FirstIndex), Text(size),
                Convert.ToHexStringLower(batch.Head.Range.Root())),
            Streams = [new StreamAppend(PeerEventStreams.Of(stream.Originator), null, [stored])],
            Incoming = [batch],
        };
        if (stream.Generation > 1)
        {
            // Its first batch is verified: from here on the older generation is evidence and takes no more entries.
            await store.PeerStreams.OpenAsync(stream, cancellationToken).ConfigureAwait(false);
        }

        var result = await AppendAsync(request, cancellationToken).ConfigureAwait(false);
        return result.IsDurable
            ? new FollowerInput.StoredConfirmed(size)
            : new FollowerInput.StoreRefused(result.Outcome.ToString());
    }

    /// <summary>Keeps evidence of a fault with its event. A store that does not take it is not waited for.</summary>
    public async Task<bool> QuarantineAsync(PeerStreamId stream, StreamFault fault, CancellationToken cancellationToken)
    {
        var evidence = Guid.NewGuid();
        var quarantined = new PeerInputQuarantined(
            stream.Originator, fault.Name, evidence.ToString("D", CultureInfo.InvariantCulture), time.GetUtcNow());
        var result = await AppendAsync(
            new AppendRequest
            {
                CommandId = evidence,
                Streams = [new StreamAppend(PeerEventStreams.Of(stream.Originator), null, [quarantined])],
                Evidence = [new NewEvidence(evidence, stream.Originator, fault.Name, fault.Sentence, fault.Evidence)],
            },
            cancellationToken).ConfigureAwait(false);
        return result.IsDurable;
    }

    /// <summary>Writes down that a stream is stopped; says whether it is durable.</summary>
    public async Task<bool> StopAsync(Guid id, FollowerOutput.Stopped stop, CancellationToken cancellationToken)
    {
        var peer = stop.Stream.Originator;
        var stopped = new PeerStreamStopped(peer, stop.Stream.Generation, stop.Fault.Name, time.GetUtcNow());
        var result = await AppendAsync(
            new AppendRequest
            {
                CommandId = id,
                Streams = [new StreamAppend(PeerEventStreams.Of(peer), null, [stopped])],
            },
            cancellationToken).ConfigureAwait(false);
        return result.IsDurable;
    }

    /// <summary>Appends; while the outcome is unknown it asks again, which is harmless.</summary>
    public async Task<AppendResult> AppendAsync(AppendRequest request, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var result = await store.AppendAsync(request, cancellationToken).ConfigureAwait(false);
            if (result.Outcome is not (AppendOutcome.Unknown or AppendOutcome.Unavailable)
                || attempt >= PeerStreamLimits.StoreTriesMax)
            {
                return result;
            }

            await Task.Delay(StoreLimits.AppendRetryPause * attempt, time, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Appends what MUST be durable before the review goes on; answers whether it is new. A store that does not take it
    /// now is asked again later, and so is one whose stream was replaced meanwhile; any other answer is about the data.
    /// </summary>
    /// <exception cref="StoreUnavailableException">Not durable; ask again.</exception>
    public async Task<bool> DemandAsync(AppendRequest request, CancellationToken cancellationToken)
    {
        var result = await AppendAsync(request, cancellationToken).ConfigureAwait(false);
        return result.Outcome switch
        {
            AppendOutcome.Appended => true,
            AppendOutcome.Repeated => false,
            AppendOutcome.Unknown or AppendOutcome.Unavailable or AppendOutcome.PeerStreamClosed =>
                throw new StoreUnavailableException($"The store answered {result.Outcome} to a review."),
            _ => throw new InvalidOperationException($"The store answered {result.Outcome} to a review."),
        };
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
