using System.Collections.Immutable;
using System.Security.Cryptography.X509Certificates;
using CbmExchange.Node.Doors;

namespace CbmExchange.Node.PeerStreams;

/// <summary>
/// Whose certificate it is: the peer under whose admitted root its chain builds, never a name in it (design D9). No
/// other root, store or authority is asked, and no check can be skipped.
/// </summary>
internal static class PeerCertificates
{
    /// <summary>True when a node's certificate, in force now, is issued under one of these roots.</summary>
    public static bool IsNodeUnder(
        X509Certificate2 certificate, ImmutableArray<X509Certificate2> roots, DateTimeOffset now) =>
        CertificateUse.IsNode(certificate) && CertificateUse.IsInForce(certificate, now)
            && Builds(certificate, roots, now);

    /// <summary>The admitted peer whose node it is, or null.</summary>
    public static PeerSeat? Owner(X509Certificate2 certificate, ImmutableArray<PeerSeat> peers, DateTimeOffset now) =>
        peers.FirstOrDefault(peer => peer.TlsRoots.Any(root => IsNamedIssuer(certificate, root))
            && IsNodeUnder(certificate, peer.TlsRoots, now));

    // A cheap look before the chain is built: 250 chains per handshake would be a lever for whoever knocks.
    private static bool IsNamedIssuer(X509Certificate2 certificate, X509Certificate2 root) =>
        certificate.IssuerName.RawData.AsSpan().SequenceEqual(root.SubjectName.RawData);

    private static bool Builds(X509Certificate2 certificate, ImmutableArray<X509Certificate2> roots, DateTimeOffset now)
    {
        using var chain = new X509Chain();
        var policy = chain.ChainPolicy;
        policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        policy.CustomTrustStore.AddRange(roots.ToArray());
        policy.DisableCertificateDownloads = true;
        policy.VerificationTimeIgnored = false;
        policy.VerificationTime = now.UtcDateTime;

        // A peer's root publishes no revocation list: a compromised key is announced by a key entry or a new
        // descriptor.
        policy.RevocationMode = X509RevocationMode.NoCheck;
        return chain.Build(certificate);
    }
}
