using System.Net;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using CbmExchange.Substitutes.Tests.Protocol;
using Grpc.AspNetCore.Server;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CbmExchange.Substitutes.Tests.Server;

/// <summary>The official server with the probe service in this process, and channels of the official client.</summary>
internal sealed class ProbeServer : IAsyncDisposable
{
    public const string ServerName = "localhost";
    public const string ClientName = "caller.test";
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(2);

    private readonly WebApplication _app;
    private readonly ErrorLog _errors;
    private readonly List<GrpcChannel> _channels = [];

    private ProbeServer(WebApplication app, ErrorLog errors, Transport transport, PrivateAuthority authority)
    {
        _app = app;
        _errors = errors;
        Transport = transport;
        Authority = authority;
    }

    public Transport Transport { get; }

    public PrivateAuthority Authority { get; }

    public bool ErrorsExpected { get; init; }

    public ProbeState State => _app.Services.GetRequiredService<ProbeState>();

    public int Port => new Uri(_app.Urls.First()).Port;

    public string Address => $"{(Transport == Transport.Plain ? "http" : "https")}://{ServerName}:{Port}";

    public static async Task<ProbeServer> StartAsync(
        Transport transport,
        Action<GrpcServiceOptions>? options = null,
        Action<IServiceCollection>? services = null,
        Action<WebApplication>? map = null,
        bool errorsExpected = false)
    {
        var authority = new PrivateAuthority();
        var errors = new ErrorLog();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders().AddProvider(errors);
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
            kestrel.Listen(IPAddress.Loopback, 0, listen => Secure(listen, transport, authority)));
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = ShutdownTimeout);
        builder.Services.AddSingleton<ProbeState>();
        builder.Services.AddGrpc(grpc => options?.Invoke(grpc));
        services?.Invoke(builder.Services);
        var app = builder.Build();
        app.MapGrpcService<ProbeService>();
        map?.Invoke(app);
        await app.StartAsync();
        return new ProbeServer(app, errors, transport, authority) { ErrorsExpected = errorsExpected };
    }

    /// <summary>A channel that trusts the server's root and, over mutual TLS, shows a certificate.</summary>
    public GrpcChannel Connect(Action<GrpcChannelOptions>? configure = null)
    {
        var certificate = Transport == Transport.MutualTls ? Authority.IssueForClient(ClientName) : null;
        return Connect(Handler(Authority, certificate), configure);
    }

    public GrpcChannel Connect(
        HttpMessageHandler handler, Action<GrpcChannelOptions>? configure = null, string? address = null)
    {
        var options = new GrpcChannelOptions { HttpHandler = handler, DisposeHttpClient = true };
        configure?.Invoke(options);
        var channel = GrpcChannel.ForAddress(address ?? Address, options);
        _channels.Add(channel);
        return channel;
    }

    public Probe.ProbeClient Client(Action<GrpcChannelOptions>? configure = null) => new(Connect(configure));

    public static SocketsHttpHandler Handler(PrivateAuthority trusted, X509Certificate2? certificate)
    {
        var handler = new SocketsHttpHandler();
        handler.SslOptions.EnabledSslProtocols = SslProtocols.Tls13;
        handler.SslOptions.CertificateChainPolicy = trusted.OnlyThisRoot();
        if (certificate is not null)
        {
            handler.SslOptions.ClientCertificateContext = PrivateAuthority.ContextOf(certificate);
        }

        return handler;
    }

    public async ValueTask DisposeAsync()
    {
        _channels.ForEach(channel => channel.Dispose());
        await _app.StopAsync();
        await _app.DisposeAsync();
        Authority.Dispose();
        if (!ErrorsExpected)
        {
            Assert.Empty(_errors.Errors);
        }
    }

    private static void Secure(ListenOptions listen, Transport transport, PrivateAuthority authority)
    {
        listen.Protocols = HttpProtocols.Http2;
        if (transport == Transport.Plain)
        {
            return;
        }

        listen.UseHttps(new HttpsConnectionAdapterOptions
        {
            ServerCertificate = authority.IssueForServer(ServerName),
            SslProtocols = SslProtocols.Tls13,
            ClientCertificateMode = transport == Transport.MutualTls
                ? ClientCertificateMode.RequireCertificate
                : ClientCertificateMode.NoCertificate,
            OnAuthenticate = (_, tls) => tls.CertificateChainPolicy = authority.OnlyThisRoot(),
        });
    }
}
