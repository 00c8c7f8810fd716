using CbmExchange.Contracts.Sync.V1;
using CbmExchange.Domain;
using CbmExchange.Domain.Peers;
using CbmExchange.Envelopes.Descriptors;
using CbmExchange.Envelopes.Keys;
using CbmExchange.Envelopes.PeerStreams;
using CbmExchange.Node.Tables;
using CbmExchange.Store;

namespace CbmExchange.Node.PeerStreams;

/// <summary>
/// Takes over what a peer says of its keys: a newer descriptor, signed by the recovery key of the one in force, and
/// keys that are retired or in other hands (design D9). Whatever else it says of keys changes nothing.
/// </summary>
internal sealed partial class KeyEntryReview(
    IEventStore store, PeerTable peers, TableFollower tables, VerifiedDescriptor own, TimeProvider time,
    ILogger<KeyEntryReview> log) : IEntryReview
{
    private readonly FollowerStore storing = new(store, time);

    /// <inheritdoc/>
    public async Task ReviewAsync(ReviewedEntry entry, CancellationToken cancellationToken)
    {
        if (entry.Body is not { Kind: EntryKinds.Key, Key: { } key })
        {
            return;
        }

        IEvent? change = key.Change == KeyChanges.Added ? Renewed(entry, key) : Changed(entry, key);
        if (change is not null)
        {
            await storing.DemandAsync(
                new AppendRequest
                {
                    CommandId = PeerEventStreams.CommandId("key", entry.Stream.Origin, $"{entry.Index}"),
                    Streams = [new StreamAppend(PeerEventStreams.Of(entry.Stream.Originator), null, [change])],
                },
                cancellationToken).ConfigureAwait(false);
            await SeenAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    // The next entry may be the version after this one, or a statement that its key signed.
    private async Task SeenAsync(CancellationToken cancellationToken)
    {
        var head = await store.HeadAsync(cancellationToken).ConfigureAwait(false);
        await tables.WaitForAsync(head).ConfigureAwait(false);
        if (tables.Position.Value < head.Value)
        {
            throw new StoreUnavailableException("The table of peers is behind the log; the entry is reviewed again.");
        }
    }

    private PeerDescriptorRenewed? Renewed(ReviewedEntry entry, KeyChange key)
    {
        if (entry.Peer.Descriptor.Covers(key.SignedDescriptor.Memory))
        {
            // Held already; a new generation says it again.
            return null;
        }

        var now = time.GetUtcNow();
        var others = peers.All.SelectMany(peer => peer.Descriptors).Append(own);
        var verdict = DescriptorVerifier.VerifyAnnounced(
            key.SignedDescriptor.Memory, entry.Peer.Descriptor, others);
        if (!verdict.IsAccepted)
        {
            Refused(log, entry.Stream.Originator.Value, verdict.Fault.Name);
            return null;
        }

        if (entry.Peer.UsesOtherwise(verdict.Value))
        {
            Refused(log, entry.Stream.Originator.Value, DescriptorFaults.KeyReused);
            return null;
        }

        return new PeerDescriptorRenewed(
            entry.Stream.Originator, Convert.ToBase64String(verdict.Value.SignedBytes.Span),
            Convert.ToHexStringLower(verdict.Value.Sha256.Span), verdict.Value.Body.Version, now);
    }

    private PeerKeyChanged? Changed(ReviewedEntry entry, KeyChange key)
    {
        if (key.Since is null || key.Change is not (KeyChanges.Retired or KeyChanges.Compromised))
        {
            return null;
        }

        // What is known already is not written again, however often a peer says it.
        var id = Convert.ToHexStringLower(key.KeySha256.Span);
        var since = key.Since.ToDateTimeOffset();
        var status = key.Change == KeyChanges.Retired ? KeyStatus.Retired : KeyStatus.Compromised;
        return entry.Peer.Keys.WithStatus(new KeyId(id), status, since).All.SequenceEqual(entry.Peer.Keys.All)
            ? null
            : new PeerKeyChanged(entry.Stream.Originator, id, key.Change, since, time.GetUtcNow());
    }

    [LoggerMessage(PeerStreamEventIds.DescriptorRefused, LogLevel.Error,
        "A newer descriptor of {Peer} was refused: {Fault}.")]
    private static partial void Refused(ILogger log, string peer, string fault);
}
