using System.Net;
using System.Security.Authentication;
using CbmExchange.Contracts.Sync.V1;
using CbmExchange.Demo.Stage;
using CbmExchange.Envelopes.Descriptors;
using CbmExchange.Envelopes.Keys;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CbmExchange.Demo.BadPeers;

/// <summary>
/// A participant with keys of its own, properly admitted, that serves one batch of a script. It is no node: it only
/// speaks the peer protocol, so that what a node refuses can be seen.
/// </summary>
internal sealed class ScriptedPeer : IAsyncDisposable
{
    private static readonly TimeSpan Life = TimeSpan.FromDays(1);

    private readonly EcdsaSigningKey statement = EcdsaSigningKey.Create(KeyPurpose.Statement);

    private readonly EcdsaSigningKey recovery = EcdsaSigningKey.Create(KeyPurpose.Recovery);

    private readonly TlsCertificate root;

    private readonly TlsCertificate server;

    private WebApplication? application;

    public ScriptedPeer(string designator, string participantId, string name)
    {
        Designator = designator;
        ParticipantId = participantId;
        Name = name;
        var (from, until) = Validity();
        root = TlsIssuer.CreateRoot($"{designator} node root", from, until);
        server = TlsIssuer.IssueNode(root, $"{designator} peers", ["localhost"], [IPAddress.Loopback], from, until);
    }

    public string Designator { get; }

    public string ParticipantId { get; }

    public string Name { get; }

    public EcdsaSigningKey CheckpointKey { get; } = EcdsaSigningKey.Create(KeyPurpose.Checkpoint);

    private int Port { get; } = FreePorts.Take(1)[0];

    /// <summary>Its signed descriptor, as any participant would hand it over.</summary>
    public byte[] Descriptor()
    {
        var (from, until) = Validity();
        var descriptor = new ParticipantDescriptor
        {
            Version = 1,
            ParticipantId = ParticipantId,
            Designator = Designator,
            Kind = "state",
            Names = { new DescriptorName { Lang = "en", Name = Name } },
            Endpoints = { $"127.0.0.1:{Port}" },
            Protocols = { "cbm.sync.v1" },
            TlsRoots = { ByteString.CopyFrom(root.Der) },
            ValidFrom = from.ToTimestamp(),
            ValidUntil = until.ToTimestamp(),
        };
        foreach (var key in new[] { statement, CheckpointKey, recovery })
        {
            descriptor.Keys.Add(DescriptorSigner.Describe(key, from, until));
        }

        return DescriptorSigner.Sign(descriptor, recovery);
    }

    /// <summary>Serves one batch to whoever follows.</summary>
    public async Task ServeAsync(EntryBatch batch, CancellationToken cancellation)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(batch);
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, Port, listen =>
        {
            listen.Protocols = HttpProtocols.Http2;
            listen.UseHttps(new HttpsConnectionAdapterOptions
            {
                ServerCertificate = server.Certificate,
                SslProtocols = SslProtocols.Tls13,
                ClientCertificateMode = ClientCertificateMode.RequireCertificate,
                // It has nothing to protect: whoever calls gets the script.
                ClientCertificateValidation = (_, _, _) => true,
            });
        }));
        application = builder.Build();
        application.MapGrpcService<ScriptedStream>();
        await application.StartAsync(cancellation).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        if (application is not null)
        {
            await application.DisposeAsync().ConfigureAwait(false);
        }

        statement.Dispose();
        recovery.Dispose();
        CheckpointKey.Dispose();
        server.Dispose();
        root.Dispose();
    }

    private static (DateTimeOffset From, DateTimeOffset Until) Validity()
    {
        var now = TimeProvider.System.GetUtcNow();
        return (now - TimeSpan.FromHours(1), now + Life);
    }
}
