using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Envelopes.Descriptors;
using CbmExchange.Node.Administration;
using CbmExchange.Node.Audit;
using CbmExchange.Node.Cases;
using CbmExchange.Node.Checks;
using CbmExchange.Node.DutyDesk;
using CbmExchange.Node.Doors;
using CbmExchange.Node.Expiry;
using CbmExchange.Node.Exercises;
using CbmExchange.Node.Exports;
using CbmExchange.Node.Messaging;
using CbmExchange.Node.Officers;
using CbmExchange.Node.Participants;
using CbmExchange.Node.PeerStreams;
using CbmExchange.Node.PublicPage;
using CbmExchange.Node.Publishing;
using CbmExchange.Node.Readings;
using CbmExchange.Node.Tables;
using CbmExchange.Store;
using Grpc.HealthCheck;
using Grpc.Reflection;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace CbmExchange.Node.Hosting;

/// <summary>
/// Where the host is put together: one line per part. A capability adds its services, tables and background parts here
/// and maps its gRPC services to a door.
/// </summary>
internal static class NodeComposition
{
    /// <summary>Builds the application; nothing runs yet.</summary>
    public static WebApplication Build(NodeParts parts, NodeHostOptions options)
    {
        var builder = WebApplication.CreateEmptyBuilder(
            new WebApplicationOptions
            {
                ApplicationName = typeof(NodeComposition).Assembly.GetName().Name,
                ContentRootPath = parts.Home.Folder,
            }
        );
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration();
        builder.Services.AddRouting();
        builder.Services.AddLogging(options.ConfigureLogging);
        builder.WebHost.ConfigureKestrel(server => OpenDoors(server, parts));
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = DoorLimits.DrainMax);
        builder.Services.AddGrpc(grpc =>
        {
            grpc.MaxReceiveMessageSize = DoorLimits.RequestBytesMax;
            grpc.EnableDetailedErrors = false;
            grpc.Interceptors.Add<DoorInterceptor>();
        });
        AddParts(builder.Services, parts);
        var app = builder.Build();
        app.UsePublicPage();
        app.UseRouting();
        app.UseDoors();
        app.UseDesk();
        MapServices(app);
        app.MapDesk();
        return app;
    }

    private static void OpenDoors(KestrelServerOptions server, NodeParts parts)
    {
        DoorListeners.Open(
            server,
            parts.Settings.Listeners.OfficersEndPoint,
            parts.Settings.Listeners.PeersEndPoint,
            parts.Keys.OfficersCertificate,
            parts.Keys.PeersCertificate,
            server.ApplicationServices.GetRequiredService<ConnectionGate>()
        );
        if (parts.Settings.Listeners.PublicEndPoint is { } world)
        {
            PublicDoor.Open(server, world);
        }

        if (parts.Settings.Listeners.DeskEndPoint is { } desk)
        {
            DeskDoor.Open(server, desk, parts.Keys.OfficersCertificate);
        }
    }

    private static void AddParts(IServiceCollection services, NodeParts parts)
    {
        services
            .AddSingleton(parts)
            .AddSingleton(parts.Home)
            .AddSingleton(parts.Settings)
            .AddSingleton(parts.Keys)
            .AddSingleton(parts.Identity)
            .AddSingleton(parts.Settings.Policies.ToPolicies());
        services.AddSingleton(parts.Time).AddSingleton<IEventStore>(parts.Store).AddSingleton(parts.Store);
        services.AddSingleton<OfficerTable>().AddSingleton<ParticipantTable>();
        services.AddSingleton<IMemoryTable>(provider => provider.GetRequiredService<OfficerTable>());
        services.AddSingleton<IMemoryTable>(provider => provider.GetRequiredService<ParticipantTable>());
        services.AddSingleton<TableFollower>();
        AddDoors(services, parts);
        AddWatches(services);
        AddCapabilities(services);
        AddPeerExchange(services, parts);
    }

    private static void AddDoors(IServiceCollection services, NodeParts parts)
    {
        services.AddSingleton(provider => new ConnectionGate(parts.Time, (door, certificate) => door == Door.Officers
            ? provider.GetRequiredService<OfficerTable>().FindByKey(CertificateUse.KeySha256(certificate)) is not null
            : PeerCertificates.Owner(
                certificate, provider.GetRequiredService<PeerTable>().All, parts.Time.GetUtcNow()) is not null));
        services.AddSingleton<CallAllowance>().AddSingleton<OfficerDoor>().AddSingleton<SeatWatch>()
            .AddSingleton<CallFaults>();
        services.AddSingleton(new ReflectionServiceImpl(Described));
        services.AddSingleton(new ReflectionV1ServiceImpl(Described));
    }

    private static void AddWatches(IServiceCollection services)
    {
        services.AddSingleton<DenialAudit>();
        services.AddSingleton<IBackgroundPart>(provider =>
        {
            var audit = provider.GetRequiredService<DenialAudit>();
            return new BackgroundPart("audit", Started(audit.Start), audit.DisposeAsync, () => audit.Work);
        });
        services.AddSingleton<ExportAudit>();
        services.AddSingleton<IBackgroundPart>(provider =>
        {
            var audit = provider.GetRequiredService<ExportAudit>();
            return new BackgroundPart("audit of exports", Started(audit.Start), audit.DisposeAsync, () => audit.Work);
        });
        services.AddSingleton(new HealthServiceImpl()).AddSingleton<HealthWatch>();
        services.AddSingleton<IBackgroundPart>(provider =>
        {
            var watch = provider.GetRequiredService<HealthWatch>();
            return new BackgroundPart("health", Started(watch.Start), watch.StopAsync, () => watch.Work);
        });
        services.AddSingleton<IHealthLines, BackgroundHealth>();
    }

    private static Func<CancellationToken, Task> Started(Action start) => _ =>
    {
        start();
        return Task.CompletedTask;
    };

    private static void AddCapabilities(IServiceCollection services)
    {
        AdministrationSetup.Add(services);
        PublishingSetup.Add(services);
        ReadingsSetup.Add(services);
        MessagingSetup.Add(services);
        CasesSetup.Add(services);
        CheckSetup.Add(services);
        ExportSetup.Add(services);
        ExpirySetup.Add(services);
        PublicSetup.Add(services);
        ExercisesSetup.Add(services);
        DeskSetup.Add(services);
    }

    private static void AddPeerExchange(IServiceCollection services, NodeParts parts)
    {
        var own = parts.Keys.Descriptor;
        PeerStreamsSetup.Add(
            services,
            new SyncIdentity(
                parts.Identity.Participant,
                parts.Keys.Checkpoint,
                parts.Keys.PublicKeys,
                parts.Keys.PeersCertificate
            )
            {
                EarlierCheckpoints = parts.Keys.EarlierCheckpoints,
                TakeBackKeys = parts.Keys.UncompromisedKeys,
                News = OwnKeyNews.Of(parts.Keys.Descriptors, parts.Keys.Changes),
            },
            own,
            parts.Home.StoppedHeadsFile
        );
    }

    private static void MapServices(WebApplication app)
    {
        app.MapAt<HealthServiceImpl>(Door.Officers);
        app.MapAt<ReflectionServiceImpl>(Door.Officers);
        app.MapAt<ReflectionV1ServiceImpl>(Door.Officers);
        AdministrationSetup.Map(app);
        PublishingSetup.Map(app);
        ReadingsSetup.Map(app);
        MessagingSetup.Map(app);
        CasesSetup.Map(app);
        CheckSetup.Map(app);
        PeerStreamsSetup.Map(app);
        ExportSetup.Map(app);
        ExercisesSetup.Map(app);
    }

    // What reflection tells: the officers' services only; peers speak a protocol that they know.
    private static Google.Protobuf.Reflection.ServiceDescriptor[] Described =>
        [
            PublishingService.Descriptor,
            AdministrationService.Descriptor,
            DirectoryService.Descriptor,
            LibraryService.Descriptor,
            MessagingService.Descriptor,
            CaseService.Descriptor,
            CheckService.Descriptor,
            FeedService.Descriptor,
            ExportService.Descriptor,
            ExerciseService.Descriptor,
            ProfileService.Descriptor,
            ReportService.Descriptor,
            LaneService.Descriptor,
            global::Grpc.Health.V1.Health.Descriptor,
        ];
}
