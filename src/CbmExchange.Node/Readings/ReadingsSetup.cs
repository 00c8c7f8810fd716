using CbmExchange.Node.Administration;
using CbmExchange.Node.Contacts;
using CbmExchange.Node.Contacts.Export;
using CbmExchange.Node.Doors;
using CbmExchange.Node.Feeds;
using CbmExchange.Node.Hosting;
using CbmExchange.Node.Lanes;
using CbmExchange.Node.Library;
using CbmExchange.Node.PeerStreams;
using CbmExchange.Node.Profiles;
using CbmExchange.Node.Publishing;
using CbmExchange.Node.Records;
using CbmExchange.Node.Reports;
using CbmExchange.Node.Tables;
using CbmExchange.Store;
using CbmExchange.Store.Readings;

namespace CbmExchange.Node.Readings;

/// <summary>How everything that answers questions is put into the host.</summary>
internal static class ReadingsSetup
{
    /// <summary>Adds its parts. The table of peers must be there.</summary>
    public static void Add(IServiceCollection services)
    {
        services.AddSingleton<PeerKeysOf>(provider =>
        {
            var peers = provider.GetRequiredService<PeerTable>();
            var tables = provider.GetRequiredService<TableFollower>();
            return async (participant, position, _) =>
            {
                // The projection may be a moment ahead of the table; what it shows must not depend on that.
                await tables.WaitForAsync(position).ConfigureAwait(false);
                return tables.Position.Value >= position.Value
                    ? peers.KeysAt(participant, position)
                    : throw new TimeoutException("The table of peers is behind the log.");
            };
        });
        services.AddSingleton(provider => provider.GetRequiredService<IEventStore>().PeerStreams);
        services.AddSingleton<ReadingsProjection>();
        services.AddSingleton<Projection>(provider => provider.GetRequiredService<ReadingsProjection>());
        services.AddSingleton<ProjectionRunner>().AddSingleton<ReadModels>();
        services.AddSingleton<RecordViews>().AddSingleton<IHeldRecords, HeldRecords>();
        services.AddSingleton<ReferenceStates>();
        services.AddSingleton<IMemoryTable>(provider => provider.GetRequiredService<ReferenceStates>());
        services.AddSingleton<VerificationTable>().AddSingleton<VerifyCommand>();
        services.AddSingleton<IMemoryTable>(provider => provider.GetRequiredService<VerificationTable>());
        services.AddSingleton<LibraryQuestions>().AddSingleton<ExportFooters>().AddSingleton<StateComparison>();
        services.AddSingleton<DigestMaker>().AddSingleton<DueDocuments>().AddSingleton<ReportMatrix>();
        services.AddSingleton<AttentionTable>().AddSingleton<SeverityMeanings>();
        services.AddSingleton<IMemoryTable>(provider => provider.GetRequiredService<AttentionTable>());
        services.AddSingleton<DeskRights>();
        services.AddSingleton<DueReviews>();
        services.AddSingleton<IHealthLines>(provider => provider.GetRequiredService<DueReviews>());
        services.AddSingleton<ContactDirectory>().AddSingleton<ContactAnswers>().AddSingleton<PeerStanding>();
        services.AddSingleton<AskedStates>().AddSingleton<LookupAnswers>();
        services.AddSingleton<DirectoryExports>().AddSingleton<DirectoryComparing>();
        services.AddSingleton<ReadingsPart>();
        services.AddSingleton<IBackgroundPart>(provider => provider.GetRequiredService<ReadingsPart>());
        services.AddSingleton<IProjectionPositions>(provider => provider.GetRequiredService<ReadingsPart>());
        services.AddSingleton<IHealthLines>(provider => provider.GetRequiredService<ReadingsPart>());
        services.AddSingleton<IBackgroundPart, ExpiredPart>();
    }

    /// <summary>Maps its services.</summary>
    public static void Map(WebApplication app)
    {
        app.MapAt<DirectoryServiceImpl>(Door.Officers);
        app.MapAt<LibraryServiceImpl>(Door.Officers);
        app.MapAt<FeedServiceImpl>(Door.Officers);
        app.MapAt<ProfileServiceImpl>(Door.Officers);
        app.MapAt<ReportServiceImpl>(Door.Officers);
        app.MapAt<LaneServiceImpl>(Door.Officers);
    }
}
