using System.Collections.Concurrent;
using System.Net;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using CbmExchange.Node.Doors;
using CbmExchange.Web;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace CbmExchange.Node.DutyDesk;

/// <summary>
/// The listener of the duty desk: TLS 1.3, browsers, a client certificate where the browser has one. The pages of
/// <see cref="WebSetup"/> exist behind it and nowhere else, and no gRPC does.
/// </summary>
internal static class DeskDoor
{
    /// <summary>Opens it.</summary>
    public static void Open(KestrelServerOptions server, IPEndPoint endPoint, X509Certificate2 certificate)
    {
        server.Limits.MaxConcurrentConnections += DeskLimits.ConnectionsMax;
        var open = 0;
        server.Listen(endPoint, listen =>
        {
            listen.Protocols = HttpProtocols.Http1AndHttp2;
            listen.Use(next => async connection =>
            {
                connection.Features.Set(new DoorFeature(Door.Desk));
                try
                {
                    if (Interlocked.Increment(ref open) > DeskLimits.ConnectionsMax)
                    {
                        connection.Abort(new ConnectionAbortedException("The duty desk has no place for one more."));
                        return;
                    }

                    await next(connection).ConfigureAwait(false);
                }
                finally
                {
                    Interlocked.Decrement(ref open);
                }
            });
            listen.UseHttps(new HttpsConnectionAdapterOptions
            {
                ServerCertificate = certificate,
                SslProtocols = SslProtocols.Tls13,
                ClientCertificateMode = ClientCertificateMode.AllowCertificate,
                ClientCertificateValidation = static (_, _, _) => true,
                HandshakeTimeout = DoorLimits.HandshakeMax,
                // A ticket carries the caller's certificate: who comes back shows it again, and its end counts.
                OnAuthenticate = static (_, ssl) => ssl.AllowTlsResume = false,
            });
        });
    }

    /// <summary>What a request of a browser goes through, and nothing else does.</summary>
    public static void UseDesk(this WebApplication app)
    {
        var allowances = new ConcurrentDictionary<string, TokenBucket>(StringComparer.Ordinal);
        var time = app.Services.GetRequiredService<TimeProvider>();
        app.UseWhen(
            context => context.Features.Get<DoorFeature>()?.Door == Door.Desk,
            desk =>
            {
                desk.Use((context, next) => Allowance(allowances, context, time).TryTake()
                    ? next(context)
                    : TooMany(context));
                desk.UseDutyDesk();
            });
    }

    /// <summary>Maps the pages to it.</summary>
    public static void MapDesk(this WebApplication app) => app.MapDutyDesk(new DoorMetadata(Door.Desk));

    // Begun anew when there are too many addresses: then each has its burst again, and the others' bound holds.
    private static TokenBucket Allowance(
        ConcurrentDictionary<string, TokenBucket> allowances, HttpContext context, TimeProvider time)
    {
        if (allowances.Count > DoorLimits.AddressesMax)
        {
            allowances.Clear();
        }

        return allowances.GetOrAdd(
            context.Connection.RemoteIpAddress?.ToString() ?? "",
            _ => new TokenBucket(DeskLimits.RequestsBurst, DeskLimits.RequestsPerSecond, time));
    }

    private static Task TooMany(HttpContext context)
    {
        context.Response.Headers.RetryAfter = "1";
        context.Response.StatusCode = StatusCodes.Status429TooManyRequests;
        return Task.CompletedTask;
    }
}
