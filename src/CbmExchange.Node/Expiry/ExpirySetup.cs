using CbmExchange.Node.Administration;
using CbmExchange.Node.Hosting;

namespace CbmExchange.Node.Expiry;

/// <summary>How this folder is put into the host.</summary>
internal static class ExpirySetup
{
    /// <summary>Adds its parts.</summary>
    public static void Add(IServiceCollection services)
    {
        services.AddSingleton<ExpiryList>().AddSingleton(provider => new ExpiryWatch(
            provider.GetRequiredService<ExpiryList>().All,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<ExpiryWatch>>()));
        services.AddSingleton<IBackgroundPart>(provider => provider.GetRequiredService<ExpiryWatch>());
        services.AddSingleton<IHealthLines>(provider => provider.GetRequiredService<ExpiryWatch>());
    }
}
