using CbmExchange.Node.Doors;
using CbmExchange.Node.Doors.InProcess;
using CbmExchange.Web;
using CbmExchange.Web.SignIn;

namespace CbmExchange.Node.DutyDesk;

/// <summary>How this folder is put into the host; the listener is opened by <see cref="DeskDoor"/>.</summary>
internal static class DeskSetup
{
    /// <summary>Adds its parts.</summary>
    public static void Add(IServiceCollection services)
    {
        services.AddDutyDesk();
        services.AddSingleton<InProcessServices>().AddSingleton<DoorInterceptor>().AddSingleton<DeskSessions>();
        services.AddSingleton<IDeskSessions>(provider => provider.GetRequiredService<DeskSessions>());
        services.AddSingleton<DeskAddress>();
    }
}
