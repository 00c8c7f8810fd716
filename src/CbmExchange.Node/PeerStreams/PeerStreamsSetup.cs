using CbmExchange.Envelopes.Descriptors;
using CbmExchange.Node.Administration;
using CbmExchange.Node.Doors;
using CbmExchange.Node.Hosting;
using CbmExchange.Node.Tables;
using CbmExchange.Store;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace CbmExchange.Node.PeerStreams;

/// <summary>How this folder is put into the host.</summary>
internal static class PeerStreamsSetup
{
    /// <summary>
    /// Adds its parts. The host adds <see cref="IEventStore"/>, <see cref="AttachmentStore"/>, <see
    /// cref="TimeProvider"/>
    /// and logging, and calls this after the administration's setup.
    /// </summary>
    /// <param name="services">Where to.</param>
    /// <param name="identity">This node towards peers.</param>
    /// <param name="own">Our own descriptor.</param>
    /// <param name="stoppedHeadsFile">Path of the file that an orderly stop writes, in the home.</param>
    public static void Add(
        IServiceCollection services, SyncIdentity identity, VerifiedDescriptor own, string stoppedHeadsFile)
    {
        services.AddGrpc().AddServiceOptions<PeerSyncServiceImpl>(grpc =>
        {
            grpc.CompressionProviders.Add(new EntryCompression(PeerStreamLimits.MessageBytesMax));
            grpc.ResponseCompressionAlgorithm = EntryCompression.Name;
        });
        services.AddSingleton(identity).AddSingleton(new StoppedHeads(stoppedHeadsFile));
        services.AddSingleton<PeerTable>();
        services.AddSingleton<IMemoryTable>(provider => provider.GetRequiredService<PeerTable>());
        services.AddSingleton<ICallerPeer, CertificateCallerPeer>();
        services.AddSingleton<HeadGate>().AddSingleton<FollowerBoard>().AddSingleton<PeerSigns>()
            .AddSingleton<HeadChecks>().AddSingleton<PeerChannels>();
        services.AddSingleton<PeerStreamWaker>().AddSingleton<FetchedMarks>().AddSingleton<ServingParts>()
            .AddSingleton<FollowerParts>();
        services.AddSingleton<DisclosedAttachments>().AddSingleton<PeerFollowers>().AddSingleton<PeerSyncServiceImpl>();

        // Keys first: what a key entry says holds for the statements after it.
        services.AddSingleton<IEntryReview>(
            provider => ActivatorUtilities.CreateInstance<KeyEntryReview>(provider, own));
        services.AddSingleton<IEntryReview, ReceiptWriter>().AddSingleton<IEntryReview, CheckpointOfPeerWriter>();
        services.AddSingleton<AttachmentFetcher>();
        services.AddSingleton<IEntryReview>(provider => provider.GetRequiredService<AttachmentFetcher>());
        services.AddSingleton<EntryReviewer>().AddSingleton<PeerExchange>();
        services.AddSingleton<GenerationCarrier>().AddSingleton<DisclosureTurn>();
        services.AddSingleton<IBackgroundPart>(provider =>
        {
            var exchange = provider.GetRequiredService<PeerExchange>();
            return new BackgroundPart("peer exchange", _ => Start(exchange), exchange.StopAsync);
        });
        services.AddSingleton<OwnKeyAnnouncer>();
        services.AddSingleton<IBackgroundPart>(provider =>
        {
            var announcer = provider.GetRequiredService<OwnKeyAnnouncer>();
            return new BackgroundPart("own keys", announcer.StartAsync, announcer.DisposeAsync);
        });
        services.Replace(ServiceDescriptor.Singleton<IPeerConnections, PeerConnections>());
    }

    private static Task Start(PeerExchange exchange)
    {
        exchange.Start();
        return Task.CompletedTask;
    }

    /// <summary>Maps its service to the peers' door.</summary>
    public static void Map(WebApplication app) => app.MapAt<PeerSyncServiceImpl>(Door.Peers);
}
