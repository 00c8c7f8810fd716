using CbmExchange.Node.Doors;

namespace CbmExchange.Node.Exports;

/// <summary>How this folder is put into the host.</summary>
internal static class ExportSetup
{
    /// <summary>Adds its parts. The exchange with peers must be there.</summary>
    public static void Add(IServiceCollection services) =>
        services.AddSingleton<StreamCopies>().AddSingleton<ExportServiceImpl>();

    /// <summary>Maps its service.</summary>
    public static void Map(WebApplication app) => app.MapAt<ExportServiceImpl>(Door.Officers);
}
