using CbmExchange.Node.Commands;
using CbmExchange.Node.Doors;
using CbmExchange.Node.Tables;

namespace CbmExchange.Node.Administration;

/// <summary>How this folder is put into the host.</summary>
internal static class AdministrationSetup
{
    /// <summary>Adds its parts.</summary>
    public static void Add(IServiceCollection services)
    {
        services.AddSingleton<CommandRunner>();
        services.AddSingleton<PeerDesk>().AddSingleton<OfficerDesk>().AddSingleton<StreamDesk>();
        services.AddSingleton<PeerStateTable>();
        services.AddSingleton<IMemoryTable>(provider => provider.GetRequiredService<PeerStateTable>());
        services.AddSingleton<IPeerConnections, NoPeerConnections>();
        services.AddSingleton<TwoOfficerDesk>().AddSingleton<NodeStatusReport>();
    }

    /// <summary>Maps its services.</summary>
    public static void Map(WebApplication app) => app.MapAt<AdministrationServiceImpl>(Door.Officers);
}
