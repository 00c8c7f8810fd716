using System.Net;
using CbmExchange.Node.Doors;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace CbmExchange.Node.PublicPage;

/// <summary>
/// The listener of the public page: HTTP/1.1, open to everyone, read-only. A request that comes through it is
/// answered by <see cref="PublicPages"/> and goes no further: no gRPC, no officer, no peer is behind it. TLS towards
/// the world is the State's own web server before it.
/// </summary>
internal static class PublicDoor
{
    /// <summary>Opens it.</summary>
    public static void Open(KestrelServerOptions server, IPEndPoint endPoint)
    {
        server.Limits.MaxConcurrentConnections += PublicLimits.ConnectionsMax;
        var open = 0;
        server.Listen(endPoint, listen =>
        {
            listen.Protocols = HttpProtocols.Http1;
            listen.Use(next => async connection =>
            {
                connection.Features.Set(new DoorFeature(Door.Public));
                try
                {
                    if (Interlocked.Increment(ref open) > PublicLimits.ConnectionsMax)
                    {
                        connection.Abort(new ConnectionAbortedException("The public page has no place for one more."));
                        return;
                    }

                    await next(connection).ConfigureAwait(false);
                }
                finally
                {
                    Interlocked.Decrement(ref open);
                }
            });
        });
    }

    /// <summary>Answers what comes through it, before anything else of the host sees it.</summary>
    public static void UsePublicPage(this WebApplication app)
    {
        var pages = app.Services.GetRequiredService<PublicPages>();
        app.Use((context, next) => context.Features.Get<DoorFeature>()?.Door == Door.Public
            ? pages.AnswerAsync(context)
            : next(context));
    }
}
