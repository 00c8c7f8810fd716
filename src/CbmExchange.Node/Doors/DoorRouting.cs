using CbmExchange.Node.Doors.InProcess;
using Grpc.Core;

namespace CbmExchange.Node.Doors;

/// <summary>A service exists on its own listener only: on the other it answers as if it were unknown.</summary>
internal static class DoorRouting
{
    /// <summary>Puts the check between routing and the services.</summary>
    public static void UseDoors(this WebApplication app) => app.Use((context, next) =>
    {
        var wanted = context.GetEndpoint()?.Metadata.GetMetadata<DoorMetadata>();
        var came = context.Features.Get<DoorFeature>();
        return wanted is null || wanted.Door == came?.Door ? next(context) : AnswerUnknown(context);
    });

    /// <summary>Maps a service to a listener; an officers' one is reached from within as well.</summary>
    public static void MapAt<TService>(this WebApplication app, Door door)
        where TService : class
    {
        app.MapGrpcService<TService>().WithMetadata(new DoorMetadata(door));
        if (door == Door.Officers)
        {
            app.Services.GetRequiredService<InProcessServices>().Bind<TService>(app.Services);
        }
    }

    // The same words as the gRPC runtime's own answer to an unknown service.
    private static Task AnswerUnknown(HttpContext context)
    {
        context.Response.ContentType = "application/grpc";
        context.Response.Headers["grpc-status"] = ((int)StatusCode.Unimplemented).ToString(
            System.Globalization.CultureInfo.InvariantCulture);
        context.Response.Headers["grpc-message"] = "Service is unimplemented.";
        return Task.CompletedTask;
    }
}
