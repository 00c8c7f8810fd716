using CbmExchange.Web.PublicPage;

namespace CbmExchange.Node.PublicPage;

/// <summary>How this folder is put into the host; the listener is opened by <see cref="PublicDoor"/>.</summary>
internal static class PublicSetup
{
    /// <summary>Adds its parts.</summary>
    public static void Add(IServiceCollection services) => services.AddLocalization()
        .AddSingleton<PublicText>().AddSingleton<PublicRendering>().AddSingleton<PublicHtml>()
        .AddSingleton<PublicPages>();
}
