using System.Security.Cryptography;
using CbmExchange.Benchmarks.Nodes;
using CbmExchange.Domain;
using CbmExchange.Domain.Peers;
using CbmExchange.Envelopes.PeerStreams;
using CbmExchange.Node.Keys;
using CbmExchange.Node.PeerStreams;
using CbmExchange.Node.Tests.PeerStreams;
using CbmExchange.Store;
using CbmExchange.Testing;

namespace CbmExchange.Benchmarks.Exchange;

/// <summary>
/// One connected peer of a node: its own keys, certificate, listener, TLS connection and schema; it shares this
/// process and the PostgreSQL server with the others.
/// </summary>
internal sealed class LivePeer : IAsyncDisposable
{
    private readonly TestParticipant self;
    private readonly PostgresEventStore inner;
    private readonly TestPeerNode node;

    private LivePeer(TestParticipant self, PostgresEventStore inner, NotingStore store, TestPeerNode node) =>
        (this.self, this.inner, Store, this.node) = (self, inner, store, node);

    /// <summary>Tells when something is stored.</summary>
    public NotingStore Store { get; }

    /// <summary>Starts one, and has both sides admit each other.</summary>
    public static async Task<LivePeer> StartAsync(PostgresFixture postgres, BenchNode originator, int number)
    {
        var self = new TestParticipant(number);
        var inner = await postgres.OpenStoreAsync().ConfigureAwait(false);
        var store = new NotingStore(inner);
        var node = await TestPeerNode.StartAsync(self, [], store).ConfigureAwait(false);
        await AdmitAsync(store, originator.Get<NodeIdentity>().Participant,
            originator.Get<KeyRing>().Descriptor.SignedBytes).ConfigureAwait(false);
        await AdmitAsync(originator.Store, self.Id, self.Descriptor.SignedBytes).ConfigureAwait(false);
        return new LivePeer(self, inner, store, node);
    }

    /// <summary>Who it is.</summary>
    public ParticipantId Id => self.Id;

    /// <summary>Releases one entry with a statement to a participant, who pulls it.</summary>
    public async Task DeliverAsync(ParticipantId to, int number)
    {
        var result = await inner.AppendAsync(new AppendRequest
        {
            CommandId = Guid.NewGuid(),
            Streams = [new StreamAppend("node", null, [new NodeStarted(self.Id, "bench", default)])],
            PeerEntries = [new PeerAppend(new PeerStreamId(self.Id, to, 1), [self.Message(number)])],
        }).ConfigureAwait(false);
        if (!result.IsDurable)
        {
            throw new InvalidOperationException($"An entry was not stored: {result.Outcome}.");
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await node.DisposeAsync().ConfigureAwait(false);
        await inner.DisposeAsync().ConfigureAwait(false);
        self.Dispose();
    }

    // As two officers do who read the words to each other.
    private static Task<AppendResult> AdmitAsync(
        IEventStore store, ParticipantId peer, ReadOnlyMemory<byte> descriptor)
    {
        var (sha256, officer) = (Convert.ToHexStringLower(SHA256.HashData(descriptor.Span)), new OfficerId("bench"));
        return store.AppendAsync(new AppendRequest
        {
            CommandId = Guid.NewGuid(),
            Streams =
            [
                new StreamAppend(PeerEventStreams.Of(peer), null,
                [
                    new PeerProposed(
                        peer, Convert.ToBase64String(descriptor.Span), sha256, "words", officer, default),
                    new PeerAdmitted(peer, sha256, officer, default),
                ]),
            ],
        });
    }
}
