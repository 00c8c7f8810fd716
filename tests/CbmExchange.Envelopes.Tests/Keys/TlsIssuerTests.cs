using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using CbmExchange.Envelopes.Keys;

namespace CbmExchange.Envelopes.Tests.Keys;

[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed class TlsIssuerTests : IDisposable
{
    private readonly TlsCertificate root =
        TlsIssuer.CreateRoot("XA node root", DateTimeOffset.UnixEpoch, Samples.Now.AddYears(60));

    [Fact]
    public void Node_and_officer_certificates_chain_to_the_root_for_their_use_only()
    {
        using var node = IssueNode();
        using var officer = TlsIssuer.IssueOfficer(root, "officer", Samples.Now.AddDays(-1), Samples.Now.AddDays(1));
        Assert.True(Chains(node, "1.3.6.1.5.5.7.3.1"));
        Assert.True(Chains(node, "1.3.6.1.5.5.7.3.2"));
        Assert.True(Chains(officer, "1.3.6.1.5.5.7.3.2"));
        Assert.False(Chains(officer, "1.3.6.1.5.5.7.3.1"));
        Assert.True(node.Certificate.MatchesHostname("xa.example"));
        Assert.True(node.Certificate.MatchesHostname("127.0.0.1"));
        Assert.NotEqual(node.KeyId, officer.KeyId);
    }

    [Fact]
    public void Certificate_and_key_come_back_from_their_files()
    {
        var folder = Directory.CreateTempSubdirectory("cbm-tls-").FullName;
        var (certificate, key) = (Path.Combine(folder, "root.crt"), Path.Combine(folder, "root.key"));
        root.Write(certificate, key, null);
        using var read = TlsCertificate.Read(certificate, key, null);
        Assert.Equal(root.Der, read.Der);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(key));
        Directory.Delete(folder, true);
    }

    [Fact]
    public async Task Two_nodes_greet_each_other_with_TLS_1_3()
    {
        using var node = IssueNode();
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var client = new TcpClient();
        await client.ConnectAsync((IPEndPoint)listener.LocalEndpoint);
        using var served = await listener.AcceptTcpClientAsync();
        await using var there = new SslStream(served.GetStream(), false, (_, _, _, _) => true);
        await using var here = new SslStream(client.GetStream(), false, (_, _, _, _) => true);
        var serving = there.AuthenticateAsServerAsync(node.Certificate, true, SslProtocols.Tls13, false);
        await here.AuthenticateAsClientAsync("xa.example", [node.Certificate], SslProtocols.Tls13, false);
        await serving;
        Assert.Equal(SslProtocols.Tls13, here.SslProtocol);
        await here.WriteAsync(new byte[] { 42 });
        Assert.Equal(1, await there.ReadAsync(new byte[1]));
        Assert.NotNull(there.RemoteCertificate);
    }

    public void Dispose() => root.Dispose();

    private TlsCertificate IssueNode() => TlsIssuer.IssueNode(
        root, "xa", ["xa.example"], [IPAddress.Loopback], Samples.Now.AddDays(-1), Samples.Now.AddDays(1));

    private bool Chains(TlsCertificate leaf, string usage)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(root.Certificate);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.ApplicationPolicy.Add(new System.Security.Cryptography.Oid(usage));
        chain.ChainPolicy.VerificationTime = Samples.Now.UtcDateTime;
        return chain.Build(leaf.Certificate);
    }
}
