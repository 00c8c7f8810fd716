using CbmExchange.Node.Administration;
using CbmExchange.Node.Doors;
using CbmExchange.Node.Home;
using CbmExchange.Node.Hosting;
using CbmExchange.Node.Tables;
using CbmExchange.Store;

namespace CbmExchange.Node.Publishing;

/// <summary>How this folder is put into the host.</summary>
internal static class PublishingSetup
{
    /// <summary>Adds its parts.</summary>
    public static void Add(IServiceCollection services)
    {
        services.AddSingleton<ReadRights>().AddSingleton<OwnRecordTable>();
        services.AddSingleton<IMemoryTable>(provider => provider.GetRequiredService<OwnRecordTable>());
        services.AddSingleton<RecordLoader>().AddSingleton<VersionSigner>().AddSingleton<EntryMaker>();
        services.AddSingleton<ReleaseSettings>().AddSingleton<OwnRecordViews>().AddSingleton<ReceiptFacts>();
        services.AddSingleton<EndedContacts>().AddSingleton<PersonalDataKeeper>();
        services.AddSingleton<IMemoryTable>(provider => provider.GetRequiredService<EndedContacts>());
        services.AddSingleton<IBackgroundPart>(provider => provider.GetRequiredService<PersonalDataKeeper>());
        services.AddSingleton<OwedWithdrawals>().AddSingleton<IBackgroundPart, OwedWithdrawalsPart>();
        services.AddSingleton<WaitingReleases>().AddSingleton<Departing>();
        services.AddSingleton<IMemoryTable>(provider => provider.GetRequiredService<WaitingReleases>());
        services.AddSingleton<IHealthLines>(provider => provider.GetRequiredService<WaitingReleases>());
        services.AddSingleton<SeenPolicies>();
        services.AddSingleton<IMemoryTable>(provider => provider.GetRequiredService<SeenPolicies>());
        services.AddSingleton<IHealthLines>(provider => provider.GetRequiredService<SeenPolicies>());
        services.AddSingleton<IBackgroundPart, DepartingPart>().AddSingleton<OpenReviews>();
        services.AddSingleton<IMemoryTable>(provider => provider.GetRequiredService<OpenReviews>());
        services.AddSingleton<IHealthLines>(provider => provider.GetRequiredService<OpenReviews>());
        services.AddSingleton<QuotedItems>().AddSingleton<FollowedBodies>().AddSingleton<Following>();
        services.AddSingleton<IMemoryTable>(provider => provider.GetRequiredService<FollowedBodies>());
        services.AddSingleton<IBackgroundPart, FollowingPart>();
        services.AddSingleton<ToldPlaces>().AddSingleton<AttestedDeletions>().AddSingleton<WithdrawalStatus>();
        services.AddSingleton<IMemoryTable>(provider => provider.GetRequiredService<ToldPlaces>());
        services.AddSingleton<IMemoryTable>(provider => provider.GetRequiredService<AttestedDeletions>());
        services.AddSingleton<CopyDestroyer>().AddSingleton<IBackgroundPart, CopyDestroyerPart>();
        services.AddSingleton<OwnContactPointers>().AddSingleton<RecordRuns>().AddSingleton<ContactDesk>();
        services.AddSingleton<IMemoryTable>(provider => provider.GetRequiredService<OwnContactPointers>());
        services.AddSingleton<RecordDesk>().AddSingleton<ReleaseDesk>().AddSingleton<WithdrawalDesk>();
        services.AddSingleton<RecordReads>().AddSingleton<ConversationReads>().AddSingleton<FlashTable>();
        services.AddSingleton<IMemoryTable>(provider => provider.GetRequiredService<FlashTable>());
        services.AddSingleton(provider => new AttachmentStore(provider.GetRequiredService<NodeHome>().Folder));
        services.AddSingleton<AttachmentDesk>();
    }

    /// <summary>Maps its services.</summary>
    public static void Map(WebApplication app) => app.MapAt<PublishingServiceImpl>(Door.Officers);
}
