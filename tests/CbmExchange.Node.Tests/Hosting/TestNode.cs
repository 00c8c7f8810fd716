using System.Collections.Concurrent;
using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Node.Hosting;
using CbmExchange.Testing;
using Grpc.Net.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CbmExchange.Node.Tests.Hosting;

/// <summary>
/// A node in this process, with real TLS and a real database. Fails on an unexpected error in its log (style.md T8).
/// </summary>
internal sealed class TestNode : IAsyncDisposable
{
    private readonly TestHome home;
    private readonly List<IDisposable> clients = [];
    private readonly ErrorLog errors;
    private readonly ConcurrentDictionary<string, GrpcChannel> shared = [];

    private TestNode(TestHome home, NodeHost host, ErrorLog errors)
    {
        this.home = home;
        this.errors = errors;
        Host = host;
    }

    /// <summary>The host.</summary>
    public NodeHost Host { get; }

    /// <summary>Parts of error lines that a test brings about on purpose.</summary>
    public List<string> ExpectedErrors { get; } = [];

    /// <summary>Starts a node on a home.</summary>
    public static async Task<TestNode> StartAsync(
        TestHome home, TimeProvider? time = null, Action<ILoggingBuilder>? logged = null)
    {
        var errors = new ErrorLog();
        var host = await NodeHost.StartAsync(
            home.Home,
            new NodeHostOptions
            {
                Time = time ?? TimeProvider.System,
                ConfigureLogging = logging =>
                {
                    logging.SetMinimumLevel(LogLevel.Warning).AddProvider(errors);
                    logged?.Invoke(logging);
                },
            },
            CancellationToken.None);
        return new TestNode(home, host, errors);
    }

    /// <summary>A channel to the officers' listener as one of the home's officers.</summary>
    public GrpcChannel As(string label) => Channel(
        Host.OfficersAddress, home.Home.OfficerCertificateFile(label), home.Home.OfficerKeyFile(label));

    /// <summary>A channel to the peers' listener as one of the home's officers.</summary>
    public GrpcChannel AtPeersDoorAs(string label) => Channel(
        Host.PeersAddress, home.Home.OfficerCertificateFile(label), home.Home.OfficerKeyFile(label));

    /// <summary>A channel to the officers' listener with the node's own peer certificate.</summary>
    public GrpcChannel WithPeerCertificate() =>
        Channel(Host.OfficersAddress, home.Home.PeerCertificateFile, home.Home.PeerKeyFile);

    /// <summary>Writing and releasing as an officer.</summary>
    public PublishingService.PublishingServiceClient Publishing(string label) => new(Shared(label));

    /// <summary>The inbox as an officer.</summary>
    public MessagingService.MessagingServiceClient Messaging(string label) => new(Shared(label));

    /// <summary>Exercises as an officer.</summary>
    public ExerciseService.ExerciseServiceClient Exercises(string label) => new(Shared(label));

    /// <summary>Any call as an officer.</summary>
    public Grpc.Core.CallInvoker Calls(string label) => Shared(label).CreateCallInvoker();

    /// <summary>Administration as an officer.</summary>
    public AdministrationService.AdministrationServiceClient Administration(string label) =>
        new(Shared(label));

    /// <summary>Cases as an officer.</summary>
    public CaseService.CaseServiceClient Cases(string label) => new(Shared(label));

    /// <summary>A channel with any certificate.</summary>
    public GrpcChannel Channel(Uri address, string certificateFile, string keyFile)
    {
        var channel = TestChannel.Open(home.Home, address, certificateFile, keyFile);
        clients.Add(channel);
        return channel;
    }

    // One connection per officer, as a client has: a node gives a key so many and no more.
    private GrpcChannel Shared(string label) => shared.GetOrAdd(label, As);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var client in clients)
        {
            client.Dispose();
        }

        await Host.DisposeAsync();
        var unexpected = errors.Lines.Where(
            line => !ExpectedErrors.Any(part => line.Contains(part, StringComparison.Ordinal)));
        Assert.True(!unexpected.Any(), string.Join('\n', unexpected));
    }
}
