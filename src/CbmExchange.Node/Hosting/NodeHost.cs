using CbmExchange.Domain;
using CbmExchange.Domain.Peers;
using CbmExchange.Node.DutyDesk;
using CbmExchange.Node.Home;
using CbmExchange.Node.Keys;
using CbmExchange.Node.Observation;
using CbmExchange.Node.Publishing;
using CbmExchange.Node.Startup;
using CbmExchange.Node.Tables;
using CbmExchange.Node.Verbs;
using CbmExchange.Store;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace CbmExchange.Node.Hosting;

/// <summary>
/// A running node. Starts in this order: settings and files, keys, database, clock, tables in memory, background work,
/// doors. Stops in the order that README.md states.
/// </summary>
internal sealed partial class NodeHost : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly ShutdownSequence shutdown;

    private NodeHost(WebApplication app, ShutdownSequence shutdown)
    {
        this.app = app;
        this.shutdown = shutdown;
        var addresses = app
            .Services.GetRequiredService<IServer>()
            .Features.Get<IServerAddressesFeature>()!
            .Addresses.ToList();
        (OfficersAddress, PeersAddress) = (new Uri(addresses[0]), new Uri(addresses[1]));
        var listeners = app.Services.GetRequiredService<NodeSettings>().Listeners;
        PublicAddress = listeners.Public is null ? null : new Uri(addresses[2]);
        DeskAddress = listeners.Desk is null ? null : new Uri(addresses[^1]);
        if (DeskAddress is not null)
        {
            app.Services.GetRequiredService<DeskAddress>().Bind(DeskAddress);
        }
    }

    /// <summary>Where officers call.</summary>
    public Uri OfficersAddress { get; }

    /// <summary>Where peers call.</summary>
    public Uri PeersAddress { get; }

    /// <summary>Where everyone reads; null without a public page.</summary>
    public Uri? PublicAddress { get; }

    /// <summary>Where officers' browsers go; null without a duty desk.</summary>
    public Uri? DeskAddress { get; }

    /// <summary>What the host is made of, for tests.</summary>
    public IServiceProvider Services => app.Services;

    /// <summary>
    /// Starts a node; what stands in the way is a <see cref="StartupException"/> with all its sentences.
    /// </summary>
    public static async Task<NodeHost> StartAsync(
        NodeHome home,
        NodeHostOptions options,
        CancellationToken cancellationToken
    )
    {
        var settings = NodeSettings.Read(home);
        var shutdown = new ShutdownSequence();
        var mine = HomeLock.Take(home);
        shutdown.AtEnd("lock", () => mine.DisposeAsync());
        try
        {
            HomeChecks.Demand(home, settings, options.Time);
            var keys = KeyRing.Read(home, KeyPassphrase.FromEnvironment());
            shutdown.AtEnd("keys", () => Disposed(keys));
            var loggers = LoggerFactory.Create(logging => options.ConfigureLogging(logging));
            var database = await NodeDatabase
                .OpenAsync(
                    home,
                    settings,
                    keys.PersonalSecret,
                    isGuest: false,
                    options.Time,
                    loggers,
                    cancellationToken
                )
                .ConfigureAwait(false);
            shutdown.AtEnd("database", database.DisposeAsync);
            await DatabaseClock.DemandAsync(database.Store, options.Time, cancellationToken).ConfigureAwait(false);
            var telemetry = TelemetryExport.Start(new TelemetryOptions(settings.Otlp));
            shutdown.AtEnd("telemetry", () => Disposed(telemetry));
            var parts = new NodeParts(home, settings, keys, database.Store, options.Time);
            var app = NodeComposition.Build(parts, options);
            shutdown.AtEnd("services", app.DisposeAsync);
            await StartPartsAsync(app, shutdown, cancellationToken).ConfigureAwait(false);
            await OpenDoorsAsync(app, settings, cancellationToken).ConfigureAwait(false);
            shutdown.AtEnd("doors", () => new ValueTask(app.StopAsync(CancellationToken.None)));
            var host = new NodeHost(app, shutdown);
            Ready(
                app.Services.GetRequiredService<ILogger<NodeHost>>(),
                host.OfficersAddress.Port,
                host.PeersAddress.Port
            );
            return host;
        }
        catch
        {
            await shutdown.RunAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Stops in order. What is under way is answered, what is appended stays.</summary>
    public ValueTask DisposeAsync() => shutdown.RunAsync();

    private static async Task StartPartsAsync(
        WebApplication app,
        ShutdownSequence shutdown,
        CancellationToken cancellationToken
    )
    {
        await app.Services.GetRequiredService<TableFollower>().StartAsync(cancellationToken).ConfigureAwait(false);
        await WriteStartAsync(app.Services, cancellationToken).ConfigureAwait(false);
        foreach (var part in app.Services.GetServices<IBackgroundPart>())
        {
            await part.StartAsync(cancellationToken).ConfigureAwait(false);
            shutdown.AtEnd(part.Name, part.StopAsync);
        }
    }

    private static async Task WriteStartAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        var parts = services.GetRequiredService<NodeParts>();
        var now = parts.Time.GetUtcNow();
        var started = new NodeStarted(parts.Identity.Participant, SoftwareVersion.Text, now);
        IEvent[] events = services.GetRequiredService<SeenPolicies>().NewAt(now) is { } seen
            ? [started, seen]
            : [started];
        await LogImport
            .AppendAsync(
                parts.Store,
                new AppendRequest
                {
                    CommandId = Guid.NewGuid(),
                    Metadata = new AppendMetadata { UserName = "serve" },
                    Streams = [new StreamAppend("node", null, [.. events])],
                },
                cancellationToken
            )
            .ConfigureAwait(false);
    }

    private static async Task OpenDoorsAsync(
        WebApplication app,
        NodeSettings settings,
        CancellationToken cancellationToken
    )
    {
        try
        {
            await app.StartAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (IOException)
        {
            throw new StartupException(
                $"The node cannot listen on {settings.Listeners.Officers} and {settings.Listeners.Peers}; another "
                    + "program "
                    + "uses one of them: stop it, or give other ports in node.json."
            );
        }
    }

    private static ValueTask Disposed(IDisposable? part)
    {
        part?.Dispose();
        return ValueTask.CompletedTask;
    }

    [LoggerMessage(
        NodeEventIds.NodeReady,
        LogLevel.Information,
        "Ready: officers on port {OfficersPort}, peers on port {PeersPort}."
    )]
    private static partial void Ready(ILogger log, int officersPort, int peersPort);
}
