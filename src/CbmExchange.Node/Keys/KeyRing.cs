using System.Collections.Immutable;
using System.Security.Cryptography.X509Certificates;
using CbmExchange.Envelopes;
using CbmExchange.Envelopes.Descriptors;
using CbmExchange.Envelopes.Keys;
using CbmExchange.Envelopes.PeerStreams;
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
        Descriptors = OwnDescriptors.Read(home);
        Changes = OwnDescriptors.ReadChanges(home, Descriptor.Body.Version);
        Statement = ReadInForce(home, KeyPurpose.Statement, passphrase);
        Checkpoint = ReadInForce(home, KeyPurpose.Checkpoint, passphrase);
        EarlierCheckpoints = ReadEarlier(home, passphrase);
        server = TlsCertificate.Read(home.ServerCertificateFile, home.ServerKeyFile, passphrase);
        peer = TlsCertificate.Read(home.PeerCertificateFile, home.PeerKeyFile, passphrase);
        SaltSecret = SecretFile.Read(home.SaltKeyFile);
        PersonalSecret = SecretFile.Read(home.PersonalKeyFile);
    }

    /// <summary>Signs statements.</summary>
    public SigningKey Statement { get; }

    /// <summary>Signs heads of streams.</summary>
    public SigningKey Checkpoint { get; }

    /// <summary>
    /// The checkpoint keys before it, newest first, as far as their files are there: they sign beside it, for peers
    /// that do not know the new one yet.
    /// </summary>
    public ImmutableArray<SigningKey> EarlierCheckpoints { get; }

    /// <summary>Certificate of the officers' listener.</summary>
    public X509Certificate2 OfficersCertificate => server.Certificate;

    /// <summary>Certificate of the peers' listener and of calls to peers.</summary>
    public X509Certificate2 PeersCertificate => peer.Certificate;

    /// <summary>Secret of salts.</summary>
    public byte[] SaltSecret { get; }

    /// <summary>Secret that wraps the keys of personal data.</summary>
    public byte[] PersonalSecret { get; }

    /// <summary>What this node says of itself: every version, oldest first.</summary>
    public ImmutableArray<VerifiedDescriptor> Descriptors { get; }

    /// <summary>The version in force.</summary>
    public VerifiedDescriptor Descriptor => Descriptors[^1];

    /// <summary>Which of its keys it retired or announced as compromised.</summary>
    public ImmutableArray<OwnKeyChange> Changes { get; }

    /// <summary>
    /// Its public keys of all versions. None is marked as retired or compromised: they answer what this node once
    /// signed, not whom to believe.
    /// </summary>
    public PeerKeys PublicKeys => VerifiedDescriptor.KeysOf(Descriptors);

    /// <summary>The same, those that it announced as compromised marked.</summary>
    public PeerKeys UncompromisedKeys => Changes.Where(change => change.Change == KeyChanges.Compromised).Aggregate(
        PublicKeys, (keys, change) => keys.WithStatus(new(change.KeySha256), KeyStatus.Compromised, change.Since));

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
        foreach (var earlier in EarlierCheckpoints)
        {
            earlier.Dispose();
        }

        server.Dispose();
        peer.Dispose();
    }

    private EcdsaSigningKey ReadInForce(NodeHome home, KeyPurpose purpose, string? passphrase)
    {
        var file = OwnDescriptors.KeyFileInForce(home, Descriptors, purpose);
        var key = KeyFile.Read(file, purpose, passphrase);
        return Descriptor.Keys.Any(known => known.Key.Id == key.Id)
            ? key
            : throw new StartupException(
                $"The key file {file} does not hold the {KeyPurposes.Code(purpose)} key that {home.DescriptorFile} "
                + "names; restore both from one backup of this home.");
    }

    private ImmutableArray<SigningKey> ReadEarlier(NodeHome home, string? passphrase)
    {
        var versions = Descriptors.SelectMany(version => version.Keys)
            .Where(key => key.Purpose == KeyPurpose.Checkpoint && key.Key.Id != Checkpoint.Id)
            .Select(key => OwnDescriptors.FirstWith(Descriptors, key.Key.Id).Body.Version).Distinct();
        return
        [
            .. versions.OrderDescending().Select(version => home.KeyFile(KeyPurpose.Checkpoint, version))
                .Where(File.Exists).Take(EnvelopeLimits.CheckpointKeysMax - 1)
                .Select(file => KeyFile.Read(file, KeyPurpose.Checkpoint, passphrase)),
        ];
    }
}
