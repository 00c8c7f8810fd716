using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Web.DutyDesk;
using CbmExchange.Web.Shared;
using Grpc.Core;
using Microsoft.AspNetCore.Http;

namespace CbmExchange.Web.Messages;

/// <summary>
/// Tells an open page that something arrived (server-sent events). It says how urgent and in which context, and no
/// content: the page asks for that, and is answered as the officer may read it.
/// </summary>
internal static class LiveNews
{
    private static readonly TimeSpan BeatEvery = TimeSpan.FromSeconds(20);

    /// <summary>Streams until the browser goes away or the officer is let in no more.</summary>
    public static async Task StreamAsync(HttpContext context, DeskClients desk, TimeProvider time)
    {
        var cancellation = context.RequestAborted;
        context.Response.ContentType = "text/event-stream";
        using var inbox = desk.Messaging.WatchInbox(new WatchInboxRequest(), new CallOptions(
            cancellationToken: cancellation));
        try
        {
            await context.Response.WriteAsync("retry: 5000\n\n", cancellation).ConfigureAwait(false);
            await context.Response.Body.FlushAsync(cancellation).ConfigureAwait(false);
            var next = inbox.ResponseStream.MoveNext(cancellation);
            while (true)
            {
                using var pause = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
                var beat = Task.Delay(BeatEvery, time, pause.Token);
                if (await Task.WhenAny(next, beat).ConfigureAwait(false) == beat)
                {
                    await SendAsync(context, ": still here\n\n").ConfigureAwait(false);
                    continue;
                }

                await pause.CancelAsync().ConfigureAwait(false);
                if (!await next.ConfigureAwait(false))
                {
                    return;
                }

                await SendAsync(context, Event(inbox.ResponseStream.Current)).ConfigureAwait(false);
                next = inbox.ResponseStream.MoveNext(cancellation);
            }
        }
        catch (Exception end) when (end is RpcException or OperationCanceledException)
        {
            // The browser asks again, and is told then what has become of its session.
        }
    }

    private static async Task SendAsync(HttpContext context, string text)
    {
        await context.Response.WriteAsync(text, context.RequestAborted).ConfigureAwait(false);
        await context.Response.Body.FlushAsync(context.RequestAborted).ConfigureAwait(false);
    }

    private static string Event(InboxItem item)
    {
        // How urgent it is cannot be read here: it counts as if it were.
        if (item.Sealed is not null)
        {
            return "event: message\ndata: actual flash open \n\n";
        }

        var state = item.AcknowledgedAt is null ? "open" : "acknowledged";
        var content = Bodies.ContentOf(item.Record.Body);
        var precedence = Bodies.StringOf(content, "precedence") == "flash" ? "flash" : "other";
        var id = item.Record.RecordId.All(letter => char.IsAsciiHexDigit(letter) || letter == '-')
            ? item.Record.RecordId
            : "";
        return $"event: message\ndata: {item.Record.Context} {precedence} {state} {id}\n\n";
    }
}
