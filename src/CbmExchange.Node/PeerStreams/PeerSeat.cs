using System.Collections.Immutable;
using System.Security.Cryptography.X509Certificates;
using CbmExchange.Domain;
using CbmExchange.Domain.Peers;
using CbmExchange.Envelopes.Descriptors;
using CbmExchange.Envelopes.Keys;

namespace CbmExchange.Node.PeerStreams;

/// <summary>An admitted peer.</summary>
/// <param name="Descriptors">Its descriptor versions, oldest first; at least one.</param>
/// <param name="Keys">Its keys with what it said of them since.</param>
/// <param name="IsPaused">Nothing is exchanged while true.</param>
/// <param name="FaultReleases">How often two officers released a fault of its stream.</param>
internal sealed record PeerSeat(
    ImmutableArray<VerifiedDescriptor> Descriptors, PeerKeys Keys, bool IsPaused, int FaultReleases)
{
    private readonly Lazy<ImmutableArray<X509Certificate2>> roots = new(() =>
        [.. Descriptors[^1].Body.TlsRoots.Select(root => X509CertificateLoader.LoadCertificate(root.Span))]);

    /// <summary>The fault that stopped its stream to us and that nothing lifted since; null when none did.</summary>
    public PeerStreamStopped? Stopped { get; init; }

    /// <summary>Who it is.</summary>
    public ParticipantId Participant => Keys.Participant;

    /// <summary>The descriptor in force.</summary>
    public VerifiedDescriptor Descriptor => Descriptors[^1];

    /// <summary>host:port, tried in order.</summary>
    public IReadOnlyList<string> Endpoints => Descriptor.Body.Endpoints;

    /// <summary>The roots under which its certificates are issued.</summary>
    public ImmutableArray<X509Certificate2> TlsRoots => roots.Value;

    /// <summary>
    /// True when a descriptor gives a key or root of this peer another role than it had in any version before: a key
    /// has one role for ever, also after a first descriptor was handed in anew.
    /// </summary>
    public bool UsesOtherwise(VerifiedDescriptor descriptor)
    {
        var roles = Descriptors.SelectMany(RolesOf).ToLookup(use => use.Key, use => use.Role);
        return RolesOf(descriptor).Any(use => roles[use.Key].Any(role => role != use.Role));
    }

    /// <summary>True when a descriptor, of whomever, names a key or root of this peer.</summary>
    public bool HoldsKeyOf(VerifiedDescriptor descriptor)
    {
        var held = Descriptors.SelectMany(RolesOf).Select(use => use.Key).ToHashSet();
        return RolesOf(descriptor).Any(use => held.Contains(use.Key));
    }

    // A root has no purpose among keys.
    private static IEnumerable<(KeyId Key, KeyPurpose? Role)> RolesOf(VerifiedDescriptor descriptor) =>
        descriptor.Keys.Select(key => (key.Key.Id, (KeyPurpose?)key.Purpose))
            .Concat(descriptor.RootKeys.Select(root => (root, (KeyPurpose?)null)));

    /// <summary>True when exchange is allowed at this moment.</summary>
    public bool IsActiveAt(DateTimeOffset now) => !IsPaused && Descriptor.IsValidAt(now);
}
