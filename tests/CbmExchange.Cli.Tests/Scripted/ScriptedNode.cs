using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using System.Text.Json;
using CbmExchange.Envelopes.Keys;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CbmExchange.Cli.Tests.Scripted;

/// <summary>
/// A node at the wire: mutual TLS 1.3 and HTTP/2 in earnest, answers from a script (style.md T6). It knows nothing of
/// the product's own server code.
/// </summary>
internal sealed class ScriptedNode : IAsyncDisposable
{
    private readonly WebApplication application;
    private readonly DirectoryInfo folder;

    private ScriptedNode(WebApplication application, DirectoryInfo folder, string profile)
    {
        this.application = application;
        this.folder = folder;
        Profile = profile;
    }

    /// <summary>Profile of an officer of this node.</summary>
    public string Profile { get; }

    /// <summary>Folder of its files; thrown away at the end.</summary>
    public string Folder => folder.FullName;

    /// <summary>Starts it with the certificate of a node, or one that the test makes.</summary>
    public static async Task<ScriptedNode> StartAsync(
        Script script, Func<TlsCertificate, DateTimeOffset, DateTimeOffset, TlsCertificate>? issue = null)
    {
        var folder = Directory.CreateTempSubdirectory("cbmx-");
        var now = TimeProvider.System.GetUtcNow();
        var (from, until) = (now - TimeSpan.FromHours(1), now + TimeSpan.FromHours(1));
        using var root = TlsIssuer.CreateRoot("XA node root", from, until);
        using var officer = TlsIssuer.IssueOfficer(root, "XA duty", from, until);
        string PathOf(string name) => Path.Combine(folder.FullName, name);
        root.Write(PathOf("root.pem"), PathOf("root.key.pem"), null);
        officer.Write(PathOf("duty.pem"), PathOf("duty.key.pem"), null);
        var server = (issue ?? IssueNode)(root, from, until);
        var application = Build(script, server);
        await application.StartAsync();
        var address = application.Services.GetRequiredService<IServer>().Features
            .Get<IServerAddressesFeature>()!.Addresses.Single();
        var profile = PathOf("duty.profile.json");
        await File.WriteAllTextAsync(profile, JsonSerializer.Serialize(new
        {
            address,
            certificate = "duty.pem",
            key = "duty.key.pem",
            root = "root.pem",
            node = "XA",
        }));
        return new ScriptedNode(application, folder, profile);
    }

    public async ValueTask DisposeAsync()
    {
        await application.DisposeAsync();
        folder.Delete(recursive: true);
    }

    private static TlsCertificate IssueNode(TlsCertificate root, DateTimeOffset from, DateTimeOffset until) =>
        TlsIssuer.IssueNode(root, "XA officers", ["localhost"], [IPAddress.Loopback], from, until);

    private static WebApplication Build(Script script, TlsCertificate server)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            listen.Protocols = HttpProtocols.Http2;
            // By callback, because Kestrel would refuse a certificate that is none of a server, as some tests need.
            listen.UseHttps(new TlsHandshakeCallbackOptions
            {
                OnConnection = _ => ValueTask.FromResult(new SslServerAuthenticationOptions
                {
                    ServerCertificate = server.Certificate,
                    EnabledSslProtocols = SslProtocols.Tls13,
                    ClientCertificateRequired = true,
                    RemoteCertificateValidationCallback = (_, certificate, _, _) =>
                        certificate?.Subject.Contains("XA duty") == true,
                }),
            });
        }));
        var application = builder.Build();
        application.Run(context => ScriptedCall.AnswerAsync(script, context));
        return application;
    }
}
