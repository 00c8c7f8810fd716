using CbmExchange.Node.Doors;

namespace CbmExchange.Node.Messaging;

/// <summary>How the inbox and what is answered are put into the host.</summary>
internal static class MessagingSetup
{
    /// <summary>Adds its parts.</summary>
    public static void Add(IServiceCollection services) => services
        .AddSingleton<ReplyRelease>().AddSingleton<AcknowledgeCommand>().AddSingleton<RespondCommand>()
        .AddSingleton<InboxQuestions>().AddSingleton<InboxItems>().AddSingleton<SealedMessages>();

    /// <summary>Maps its service.</summary>
    public static void Map(WebApplication app) => app.MapAt<MessagingServiceImpl>(Door.Officers);
}
