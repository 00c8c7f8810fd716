using CbmExchange.Node.Doors;
using CbmExchange.Node.Hosting;
using CbmExchange.Node.Keys;
using CbmExchange.Node.Tables;

namespace CbmExchange.Node.Checks;

/// <summary>How communication checks are put into the host.</summary>
internal static class CheckSetup
{
    /// <summary>Adds its parts; the readings must be there.</summary>
    public static void Add(IServiceCollection services)
    {
        services.AddSingleton<CheckTable>();
        services.AddSingleton<IMemoryTable>(provider => provider.GetRequiredService<CheckTable>());
        services.AddSingleton(provider => new CheckSecrets(provider.GetRequiredService<KeyRing>().SaltSecret));
        services.AddSingleton<CheckRecords>().AddSingleton<CheckPlanner>();
        services.AddSingleton<CheckDesk>().AddSingleton<CheckTrials>().AddSingleton<AnswerCheckCommand>();
        services.AddSingleton<CheckBoards>().AddSingleton<CheckReports>().AddSingleton<OwnCheckResults>();
        services.AddSingleton<CheckAnswers>();
        services.AddSingleton<IBackgroundPart, CheckAnswersPart>();
    }

    /// <summary>Maps its service.</summary>
    public static void Map(WebApplication app) => app.MapAt<CheckServiceImpl>(Door.Officers);
}
