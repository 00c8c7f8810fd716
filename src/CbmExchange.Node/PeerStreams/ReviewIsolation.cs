using System.Data.Common;
using System.Globalization;
using CbmExchange.Domain.Peers;
using CbmExchange.Node.Tables;
using CbmExchange.Store;
using Google.Protobuf;

namespace CbmExchange.Node.PeerStreams;

/// <summary>
/// Keeps one entry from stopping the review: what fails on its data is kept as evidence under its own name and passed
/// over, for good. What fails because the store does not answer is thrown on and tried again.
/// </summary>
internal sealed partial class ReviewIsolation(IEventStore store, TimeProvider time, ILogger log)
{
    /// <summary>Name of the fault in the quarantine.</summary>
    public const string FaultName = "REVIEW_FAILED";

    private readonly FollowerStore storing = new(store, time);

    /// <summary>Runs one review of one entry.</summary>
    public async Task ReviewAsync(IEntryReview review, ReviewedEntry entry, CancellationToken cancellationToken)
    {
        try
        {
            await review.ReviewAsync(entry, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception fault) when (IsOfData(fault))
        {
            await QuarantineAsync(review.GetType().Name, entry, fault, cancellationToken).ConfigureAwait(false);
        }
    }

    // A parser's fault is an IOException by its type only.
    private static bool IsOfData(Exception fault) => fault switch
    {
        InvalidProtocolBufferException or DbException { IsTransient: false } => true,
        OperationCanceledException or PeerStreamNotOpenException => false,
        _ => !StoreFaults.IsUnavailable(fault),
    };

    private async Task QuarantineAsync(
        string review, ReviewedEntry entry, Exception fault, CancellationToken cancellationToken)
    {
        var (stream, index) = (entry.Stream, entry.Index.ToString(CultureInfo.InvariantCulture));
        var evidence = PeerEventStreams.CommandId("review-failed", stream.Origin, index, review);
        var sentence = $"Entry {index} of generation {stream.Generation} could not be worked on: {review}.";
        var quarantined = new PeerInputQuarantined(
            stream.Originator, FaultName, evidence.ToString("D", CultureInfo.InvariantCulture), time.GetUtcNow());
        await storing.DemandAsync(
            new AppendRequest
            {
                CommandId = evidence,
                Streams = [new StreamAppend(PeerEventStreams.Of(stream.Originator), null, [quarantined])],
                Evidence = [new NewEvidence(
                    evidence, stream.Originator, FaultName, sentence, entry.Sealed.ToByteArray())],
            },
            cancellationToken).ConfigureAwait(false);

        // The type alone: a message of an exception may repeat content.
        PassedOver(log, stream.Originator.Value, entry.Index, review, fault.GetType().Name);
    }

    [LoggerMessage(PeerStreamEventIds.ReviewPassedOver, LogLevel.Error,
        "Entry {Index} of {Peer} is passed over and kept as evidence: {Review} failed with {Fault}.")]
    private static partial void PassedOver(ILogger log, string peer, long index, string review, string fault);
}
