using System.Globalization;
using CbmExchange.Envelopes.Keys;

namespace CbmExchange.Node.Home;

/// <summary>Where everything of a node lies. The layout is a contract with <c>cbmx</c> and the demo.</summary>
/// <param name="Folder">Absolute path.</param>
internal sealed record NodeHome(string Folder)
{
    /// <summary>Opens a home by any path.</summary>
    public static NodeHome At(string folder) => new(Path.GetFullPath(folder));

    /// <summary>Settings.</summary>
    public string SettingsFile => Path.Combine(Folder, "node.json");

    /// <summary>Held by the one process that serves this home.</summary>
    public string LockFile => Path.Combine(Folder, "serve.lock");

    /// <summary>Private keys and secrets, mode 0700.</summary>
    public string KeysFolder => Path.Combine(Folder, "keys");

    /// <summary>Signs statements.</summary>
    public string StatementKeyFile => Path.Combine(KeysFolder, "statement.pem");

    /// <summary>Signs heads of streams.</summary>
    public string CheckpointKeyFile => Path.Combine(KeysFolder, "checkpoint.pem");

    /// <summary>
    /// The key of a purpose that came with a version of the descriptor. A version that rotates a key adds a file beside
    /// the one before, which stays until the operator destroys it.
    /// </summary>
    public string KeyFile(KeyPurpose purpose, int version) => Path.Combine(
        KeysFolder, version == 1 ? $"{KeyPurposes.Code(purpose)}.pem" : $"{KeyPurposes.Code(purpose)}.v{version}.pem");

    /// <summary>Signs descriptors. May be kept away from the machine once the first descriptor exists.</summary>
    public string RecoveryKeyFile => Path.Combine(KeysFolder, "recovery.pem");

    /// <summary>Secret from which the salts of disclosures are derived.</summary>
    public string SaltKeyFile => Path.Combine(KeysFolder, "salt.key");

    /// <summary>Secret that wraps the keys of personal data.</summary>
    public string PersonalKeyFile => Path.Combine(KeysFolder, "personal.key");

    /// <summary>This node's signed descriptor, the newest version.</summary>
    public string DescriptorFile => Path.Combine(Folder, "descriptor.bin");

    /// <summary>The versions before it: who is admitted later needs them all.</summary>
    public string DescriptorsFolder => Path.Combine(Folder, "descriptors");

    /// <summary>An earlier version of the descriptor.</summary>
    public string DescriptorVersionFile(int version) =>
        Path.Combine(DescriptorsFolder, version.ToString("d4", CultureInfo.InvariantCulture) + ".bin");

    /// <summary>Which own keys were retired or announced as compromised.</summary>
    public string KeyChangesFile => Path.Combine(Folder, "key-changes.json");

    /// <summary>Certificates.</summary>
    public string TlsFolder => Path.Combine(Folder, "tls");

    /// <summary>Certificate of the root.</summary>
    public string RootCertificateFile => Path.Combine(TlsFolder, "root.pem");

    /// <summary>Key of the root.</summary>
    public string RootKeyFile => Path.Combine(TlsFolder, "root.key.pem");

    /// <summary>Certificate of the officer listener.</summary>
    public string ServerCertificateFile => Path.Combine(TlsFolder, "server.pem");

    /// <summary>Its key.</summary>
    public string ServerKeyFile => Path.Combine(TlsFolder, "server.key.pem");

    /// <summary>Certificate of the peer listener, also used when calling peers.</summary>
    public string PeerCertificateFile => Path.Combine(TlsFolder, "peer.pem");

    /// <summary>Its key.</summary>
    public string PeerKeyFile => Path.Combine(TlsFolder, "peer.key.pem");

    /// <summary>Certificates of officers made by init.</summary>
    public string OfficersFolder => Path.Combine(Folder, "officers");

    /// <summary>The private database cluster.</summary>
    public string PostgresFolder => Path.Combine(Folder, "postgres");

    /// <summary>How far our streams were at the last orderly stop.</summary>
    public string StoppedHeadsFile => Path.Combine(Folder, "peer-heads.json");

    /// <summary>Attachments by hash.</summary>
    public string AttachmentsFolder => Path.Combine(Folder, "attachments");

    /// <summary>Certificate of an officer.</summary>
    public string OfficerCertificateFile(string label) => Path.Combine(OfficersFolder, $"{label}.pem");

    /// <summary>Key of an officer.</summary>
    public string OfficerKeyFile(string label) => Path.Combine(OfficersFolder, $"{label}.key.pem");

    /// <summary>What <c>cbmx</c> needs to call this node as the officer.</summary>
    public string OfficerProfileFile(string label) => Path.Combine(OfficersFolder, $"{label}.profile.json");
}
