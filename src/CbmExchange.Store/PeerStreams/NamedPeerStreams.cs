using System.Collections.Immutable;
using CbmExchange.Domain;
using CbmExchange.Envelopes.PeerStreams;
using static CbmExchange.Store.Log.DatabaseErrors;

namespace CbmExchange.Store.PeerStreams;

/// <summary>
/// Says <see cref="StoreUnavailableException"/> when the database does not answer, so that no caller outside this room
/// has to know the errors of a driver.
/// </summary>
internal sealed class NamedPeerStreams(IPeerStreamStore inner) : IPeerStreamStore
{
    public Task<ImmutableArray<StoredPeerEntry>> ReadAsync(
        PeerStreamId stream, PeerSequence first, PeerPageLimit limit, CancellationToken cancellationToken = default) =>
        NamedAsync(() => inner.ReadAsync(stream, first, limit, cancellationToken));

    public Task<PeerStreamHead?> HeadAsync(PeerStreamId stream, CancellationToken cancellationToken = default) =>
        NamedAsync(() => inner.HeadAsync(stream, cancellationToken));

    public Task<CompactRange> EdgeAsync(
        PeerStreamId stream, PeerSequence size, CancellationToken cancellationToken = default) =>
        NamedAsync(() => inner.EdgeAsync(stream, size, cancellationToken));

    public Task<ImmutableArray<PeerStreamInfo>> ListAsync(CancellationToken cancellationToken = default) =>
        NamedAsync(() => inner.ListAsync(cancellationToken));

    public Task OpenAsync(PeerStreamId stream, CancellationToken cancellationToken = default) =>
        NamedAsync(async () =>
        {
            await inner.OpenAsync(stream, cancellationToken).ConfigureAwait(false);
            return true;
        });

    public Task<int> DestroyDisclosuresAsync(
        PeerStreamId stream,
        IReadOnlyCollection<PeerSequence> entries,
        IReadOnlyCollection<string> digests,
        CancellationToken cancellationToken = default) =>
        NamedAsync(() => inner.DestroyDisclosuresAsync(stream, entries, digests, cancellationToken));

    public Task<ImmutableArray<StoredEvidence>> ReadEvidenceAsync(
        ParticipantId peer, int countMax, CancellationToken cancellationToken = default) =>
        NamedAsync(() => inner.ReadEvidenceAsync(peer, countMax, cancellationToken));
}
