using CbmExchange.Node.Administration;
using CbmExchange.Node.Doors;
using CbmExchange.Node.Hosting;
using CbmExchange.Node.Tables;

namespace CbmExchange.Node.Cases;

/// <summary>How cases are put into the host.</summary>
internal static class CasesSetup
{
    /// <summary>Adds its parts. The readings must be there.</summary>
    public static void Add(IServiceCollection services)
    {
        services.AddSingleton<CaseTable>();
        services.AddSingleton<IMemoryTable>(provider => provider.GetRequiredService<CaseTable>());
        services.AddSingleton<CaseFinder>().AddSingleton<CaseTimelines>().AddSingleton<CaseViews>()
            .AddSingleton<CaseTimers>().AddSingleton<CaseDesk>().AddSingleton<NationalEntries>();
        services.AddSingleton<RecipientDesks>().AddSingleton<AwaitedReceipts>();
        services.AddSingleton<EscalationDesk>().AddSingleton<EscalationAdvices>()
            .AddSingleton<EscalationReminders>();
        services.AddSingleton<CaseWatch>();
        services.AddSingleton<IBackgroundPart>(provider => provider.GetRequiredService<CaseWatch>());
        services.AddSingleton<IHealthLines>(provider => provider.GetRequiredService<CaseWatch>());
    }

    /// <summary>Maps its service.</summary>
    public static void Map(WebApplication app) => app.MapAt<CaseServiceImpl>(Door.Officers);
}
