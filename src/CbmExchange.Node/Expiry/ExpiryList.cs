using System.Security.Cryptography.X509Certificates;
using CbmExchange.Envelopes.Keys;
using CbmExchange.Node.Home;
using CbmExchange.Node.Keys;
using CbmExchange.Node.Participants;
using CbmExchange.Node.PeerStreams;

namespace CbmExchange.Node.Expiry;

/// <summary>All that ends one day and stops the exchange then: ours, and the descriptors of the peers.</summary>
internal sealed class ExpiryList(NodeHome home, KeyRing keys, PeerTable peers, ParticipantTable participants)
{
    private const string RenewCertificates = "run `cbmx node renew-certificates`, then restart the node";

    private const string RenewDescriptor = "stop the node, run `cbmx node renew-descriptor`, start it again";

    private const string RenewHome = "no command replaces it: plan a new home and a new admission by each peer";

    /// <summary>What ends, and when.</summary>
    public IEnumerable<Expiring> All() => [.. Certificates(), .. OwnDescriptor(), .. Peers()];

    private IEnumerable<Expiring> Certificates()
    {
        yield return new Expiring(
            "certificate of the officers' listener", EndOf(keys.OfficersCertificate), RenewCertificates);
        yield return new Expiring("certificate towards peers", EndOf(keys.PeersCertificate), RenewCertificates);
        using var root = X509CertificateLoader.LoadCertificateFromFile(home.RootCertificateFile);
        yield return new Expiring("root of this node's certificates", EndOf(root), RenewHome);
    }

    private IEnumerable<Expiring> OwnDescriptor()
    {
        yield return new Expiring(
            "descriptor of this node", keys.Descriptor.Body.ValidUntil.ToDateTimeOffset(), RenewDescriptor);
        foreach (var key in keys.Descriptor.Keys.Where(key => key.Purpose != KeyPurpose.Recovery))
        {
            yield return new Expiring(
                $"{KeyPurposes.Code(key.Purpose)} key of this node", key.NotAfter, RenewDescriptor);
        }
    }

    private IEnumerable<Expiring> Peers() => peers.All.Select(seat => new Expiring(
        $"descriptor of {participants.DesignatorOf(seat.Participant)}",
        seat.Descriptor.Body.ValidUntil.ToDateTimeOffset()));

    private static DateTimeOffset EndOf(X509Certificate2 certificate) => certificate.NotAfter.ToUniversalTime();
}
