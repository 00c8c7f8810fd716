using CbmExchange.Contracts.Sync.V1;
using CbmExchange.Domain.Peers;
using CbmExchange.Node.PeerStreams;
using CbmExchange.Store;
using Google.Protobuf;
using Microsoft.Extensions.Logging.Abstractions;

namespace CbmExchange.Node.Tests.PeerStreams;

/// <summary>An entry that a review cannot work on is kept and passed over; a silent store is asked again.</summary>
public sealed class ReviewIsolationTests : IDisposable
{
    private readonly TestParticipant us = new(1);
    private readonly TestParticipant peer = new(2);
    private readonly InMemoryEventStore store = new(TimeProvider.System);

    private ReviewIsolation Isolation => new(store, TimeProvider.System, NullLogger.Instance);

    [Fact]
    public async Task A_review_that_fails_on_data_is_quarantined_once_and_passed_over()
    {
        var failing = new Failing(new InvalidOperationException("content that is not repeated"));

        await Isolation.ReviewAsync(failing, Entry(), CancellationToken.None);
        await Isolation.ReviewAsync(failing, Entry(), CancellationToken.None);

        var kept = Assert.Single(await store.PeerStreams.ReadEvidenceAsync(peer.Id, 10));
        Assert.Equal(ReviewIsolation.FaultName, kept.Fault);
        Assert.DoesNotContain("content", kept.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_parsers_fault_counts_as_data_though_it_is_an_input_fault_by_type()
    {
        await Isolation.ReviewAsync(new Failing(ParserFault()), Entry(), CancellationToken.None);

        Assert.Single(await store.PeerStreams.ReadEvidenceAsync(peer.Id, 10));
    }

    [Fact]
    public async Task A_store_that_does_not_answer_is_asked_again()
    {
        await Assert.ThrowsAsync<StoreUnavailableException>(() => Isolation.ReviewAsync(
            new Failing(new StoreUnavailableException("away")), Entry(), CancellationToken.None));

        Assert.Empty(await store.PeerStreams.ReadEvidenceAsync(peer.Id, 10));
    }

    public void Dispose()
    {
        us.Dispose();
        peer.Dispose();
    }

    private static InvalidProtocolBufferException ParserFault() =>
        Assert.ThrowsAny<InvalidProtocolBufferException>(() => PeerEntry.Parser.ParseFrom(new byte[] { 0xFF }));

    private ReviewedEntry Entry()
    {
        var built = peer.Receipt(1);
        var sealedEntry = new SealedEntry { Entry = ByteString.CopyFrom(built.Entry.Span) };
        var seat = new PeerSeat([peer.Descriptor], peer.Keys, false, 0);
        return new ReviewedEntry(
            new(peer.Id, us.Id, 1), 0, sealedEntry, PeerEntry.Parser.ParseFrom(sealedEntry.Entry), seat, new(1),
            true);
    }

    private sealed class Failing(Exception fault) : IEntryReview
    {
        public Task ReviewAsync(ReviewedEntry entry, CancellationToken cancellationToken) => throw fault;
    }
}
