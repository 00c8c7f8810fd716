using System.Security.Cryptography.X509Certificates;
using CbmExchange.Envelopes.Descriptors;
using CbmExchange.Envelopes.Keys;
using CbmExchange.Node.Home;

namespace CbmExchange.Node.Keys;

/// <summary>
/// What this node signs and serves with. The recovery key is not among them: it may be kept elsewhere.
/// </summary>
internal sealed class KeyRing : IDisposable
{
    private readonly TlsCertificate server;
    private readonly TlsCertificate peer;

    private KeyRing(NodeHome home, string? passphrase)
    {
        Statement = KeyFile.Read(home.StatementKeyFile, KeyPurpose.Statement, passphrase);
        Checkpoint = KeyFile.Read(home.CheckpointKeyFile, KeyPurpose.Checkpoint, passphrase);
        server = TlsCertificate.Read(home.ServerCertificateFile, home.ServerKeyFile, passphrase);
        peer = TlsCertificate.Read(home.PeerCertificateFile, home.PeerKeyFile, passphrase);
        SaltSecret = SecretFile.Read(home.SaltKeyFile);
        PersonalSecret = SecretFile.Read(home.PersonalKeyFile);
        Descriptor = OpenDescriptor(home);
    }

    /// <summary>Signs statements.</summary>
    public SigningKey Statement { get; }

    /// <summary>Signs heads of streams.</summary>
    public SigningKey Checkpoint { get; }

    /// <summary>Certificate of the officers' listener.</summary>
    public X509Certificate2 OfficersCertificate => server.Certificate;

    /// <summary>Certificate of the peers' listener and of calls to peers.</summary>
    public X509Certificate2 PeersCertificate => peer.Certificate;

    /// <summary>Secret of salts.</summary>
    public byte[] SaltSecret { get; }

    /// <summary>Secret that wraps the keys of personal data.</summary>
    public byte[] PersonalSecret { get; }

    /// <summary>What this node says of itself.</summary>
    public VerifiedDescriptor Descriptor { get; }

    /// <summary>Reads all; a file that cannot be used is a startup fault.</summary>
    public static KeyRing Read(NodeHome home, string? passphrase)
    {
        try
        {
            return new KeyRing(home, passphrase);
        }
        catch (KeyFileException fault)
        {
            throw new StartupException(fault.Message);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Statement.Dispose();
        Checkpoint.Dispose();
        server.Dispose();
        peer.Dispose();
    }

    private static VerifiedDescriptor OpenDescriptor(NodeHome home)
    {
        var opened = DescriptorVerifier.Open(File.ReadAllBytes(home.DescriptorFile), null);
        return opened.IsAccepted
            ? opened.Value
            : throw new StartupException(
                $"The descriptor {home.DescriptorFile} does not hold together ({opened.Fault.Name}); restore it "
                    + "from the "
                    + "backup of this home."
            );
    }
}
