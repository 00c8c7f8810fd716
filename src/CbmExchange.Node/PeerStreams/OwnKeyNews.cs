using System.Collections.Immutable;
using CbmExchange.Envelopes.Descriptors;
using CbmExchange.Envelopes.Keys;
using CbmExchange.Envelopes.PeerStreams;
using CbmExchange.Node.Home;

namespace CbmExchange.Node.PeerStreams;

/// <summary>One thing that peers are told of our keys.</summary>
/// <param name="DescriptorVersion">The version of our descriptor that it belongs to.</param>
/// <param name="Key">The key.</param>
/// <param name="Change">A code of <see cref="KeyChanges"/>.</param>
/// <param name="Since">Since when.</param>
/// <param name="SignedDescriptor">The descriptor that brings the key; empty for other changes.</param>
internal sealed record OwnKeyNews(
    int DescriptorVersion, KeyId Key, string Change, DateTimeOffset Since, ReadOnlyMemory<byte> SignedDescriptor)
{
    /// <summary>
    /// All of it, in the order in which a peer can follow: each later version of the descriptor, then what was said of
    /// keys with it. Version 1 is what peers admitted.
    /// </summary>
    public static ImmutableArray<OwnKeyNews> Of(
        IReadOnlyList<VerifiedDescriptor> versions, IReadOnlyCollection<OwnKeyChange> changes) =>
        [.. versions.Skip(1).SelectMany((version, before) => changes
            .Where(change => change.DescriptorVersion == version.Body.Version)
            .Select(change => new OwnKeyNews(
                change.DescriptorVersion, new KeyId(change.KeySha256), change.Change, change.Since, default))
            .Prepend(Added(version, versions[before])))];

    /// <summary>The entry that says it.</summary>
    public NewPeerEntry Entry() => Change switch
    {
        KeyChanges.Added => PeerEntryBuilder.KeyAdded(Key, Since, SignedDescriptor),
        KeyChanges.Retired => PeerEntryBuilder.KeyRetired(Key, Since),
        _ => PeerEntryBuilder.KeyCompromised(Key, Since),
    };

    // A version that brings no new key is announced under the statement key that it keeps.
    private static OwnKeyNews Added(VerifiedDescriptor version, VerifiedDescriptor before)
    {
        var known = before.Keys.Select(key => key.Key.Id).ToHashSet();
        var key = version.Keys.FirstOrDefault(one => !known.Contains(one.Key.Id))
            ?? version.Keys.First(one => one.Purpose == KeyPurpose.Statement);
        return new OwnKeyNews(
            version.Body.Version, key.Key.Id, KeyChanges.Added, version.Body.ValidFrom.ToDateTimeOffset(),
            version.SignedBytes);
    }
}
