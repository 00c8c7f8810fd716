using System.Collections.Immutable;
using System.Net;
using System.Text.Json;
using CbmExchange.Contracts.Sync.V1;
using CbmExchange.Domain.Participants;
using CbmExchange.Envelopes.Descriptors;
using CbmExchange.Envelopes.Keys;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace CbmExchange.Node.Home;

/// <summary>
/// Makes the files of a new home: keys, certificates, the first descriptor. Nothing is ever overwritten.
/// </summary>
internal sealed class HomeMaker(NodeHome home, NodeSettings settings, string? passphrase, DateTimeOffset now)
{
    private static readonly JsonSerializerOptions ProfileJson = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Makes all files but node.json; answers the key hash of each officer's certificate, by label.</summary>
    public ImmutableDictionary<string, string> Make(
        ParticipantAdmitted participant, ImmutableArray<OfficerPlan> officers)
    {
        foreach (var folder in new[] { home.KeysFolder, home.TlsFolder, home.OfficersFolder, home.AttachmentsFolder })
        {
            MakePrivateFolder(folder);
        }

        SecretFile.Make(home.SaltKeyFile);
        SecretFile.Make(home.PersonalKeyFile);
        using var root = TlsIssuer.CreateRoot(
            $"{settings.Designator} node root", now - Lives.Backdated, now + Lives.Root);
        root.Write(home.RootCertificateFile, home.RootKeyFile, passphrase);
        IssueNode(root, "officers", home.ServerCertificateFile, home.ServerKeyFile);
        IssueNode(root, "peers", home.PeerCertificateFile, home.PeerKeyFile);
        MakeDescriptor(participant, root);
        return officers.ToImmutableDictionary(plan => plan.Label, plan => IssueOfficer(root, plan.Label));
    }

    private static void MakePrivateFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
            return;
        }

        Directory.CreateDirectory(
            folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private void IssueNode(TlsCertificate root, string door, string certificateFile, string keyFile)
    {
        var hosts = settings.Endpoints.Select(endpoint => new Uri("https://" + endpoint).Host)
            .Append(settings.Listeners.OfficersEndPoint.Address.ToString())
            .Append(settings.Listeners.PeersEndPoint.Address.ToString())
            .Select(host => host.Trim('[', ']')).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        var addresses = hosts.Where(host => IPAddress.TryParse(host, out _)).Select(IPAddress.Parse)
            .Append(IPAddress.Loopback).Append(IPAddress.IPv6Loopback).Distinct();
        var names = hosts.Where(host => !IPAddress.TryParse(host, out _)).Append("localhost").Distinct();
        using var certificate = TlsIssuer.IssueNode(
            root, $"{settings.Designator} {door}", names, addresses, now - Lives.Backdated, now + Lives.Certificate);
        certificate.Write(certificateFile, keyFile, passphrase);
    }

    private string IssueOfficer(TlsCertificate root, string label)
    {
        using var certificate = TlsIssuer.IssueOfficer(
            root, $"{settings.Designator} {label}", now - Lives.Backdated, now + Lives.Certificate);
        certificate.Write(home.OfficerCertificateFile(label), home.OfficerKeyFile(label), passphrase);
        File.WriteAllText(home.OfficerProfileFile(label), JsonSerializer.Serialize(
            new
            {
                address = $"https://{Reachable(settings.Listeners.OfficersEndPoint)}",
                certificate = home.OfficerCertificateFile(label),
                key = home.OfficerKeyFile(label),
                root = home.RootCertificateFile,
                node = settings.Designator,
            },
            ProfileJson) + "\n");
        return certificate.KeyId.Hex;
    }

    // A listener on all addresses is reached on this machine through the loopback.
    private static IPEndPoint Reachable(IPEndPoint listener) =>
        listener.Address.Equals(IPAddress.Any) ? new IPEndPoint(IPAddress.Loopback, listener.Port)
        : listener.Address.Equals(IPAddress.IPv6Any) ? new IPEndPoint(IPAddress.IPv6Loopback, listener.Port)
        : listener;

    private void MakeDescriptor(ParticipantAdmitted participant, TlsCertificate root)
    {
        var (from, until) = (now - Lives.Backdated, now - Lives.Backdated + Lives.Descriptor);
        using var statement = EcdsaSigningKey.Create(KeyPurpose.Statement);
        using var checkpoint = EcdsaSigningKey.Create(KeyPurpose.Checkpoint);
        using var recovery = EcdsaSigningKey.Create(KeyPurpose.Recovery);
        statement.WriteTo(home.StatementKeyFile, passphrase);
        checkpoint.WriteTo(home.CheckpointKeyFile, passphrase);
        recovery.WriteTo(home.RecoveryKeyFile, passphrase);
        var descriptor = new ParticipantDescriptor
        {
            Version = 1,
            ParticipantId = participant.Participant.Value,
            Designator = participant.Designator,
            Kind = participant.Kind,
            ValidFrom = from.ToTimestamp(),
            ValidUntil = until.ToTimestamp(),
        };
        descriptor.Names.AddRange(participant.Names.Select(
            name => new DescriptorName { Lang = name.Lang, Name = name.Text }));
        descriptor.Endpoints.AddRange(settings.Endpoints);
        descriptor.Protocols.Add("cbm.sync.v1");
        descriptor.TlsRoots.Add(ByteString.CopyFrom(root.Der));
        descriptor.Keys.AddRange(new[] { statement, checkpoint, recovery }.Select(
            key => DescriptorSigner.Describe(key, from, from + Lives.Certificate)));
        File.WriteAllBytes(home.DescriptorFile, DescriptorSigner.Sign(descriptor, recovery));
    }
}
