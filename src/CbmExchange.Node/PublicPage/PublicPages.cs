using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using CbmExchange.Domain;
using CbmExchange.Node.Doors;
using CbmExchange.Node.Tables;
using CbmExchange.Store.Public;
using CbmExchange.Store.Readings;

namespace CbmExchange.Node.PublicPage;

/// <summary>
/// What everyone may read (A/68/98 §32(e)): a list, each record with its versions under its permanent id, two feeds,
/// the signed statements and the keys to check them. It reads one table, which holds what was released to the public
/// and nothing else. It writes nothing, sets no cookie, runs no script, and learns nothing about who asks.
/// </summary>
internal sealed partial class PublicPages(
    ReadModels models, PublicText text, TimeProvider time, ILogger<PublicPages> log)
{
    private const string Json = "application/json; charset=utf-8";

    private readonly TokenBucket allowance = new(
        PublicLimits.RequestsBurst, PublicLimits.RequestsPerSecond, time);

    /// <summary>Answers one request.</summary>
    public async Task AnswerAsync(HttpContext context)
    {
        Harden(context.Response);
        if (!allowance.TryTake())
        {
            context.Response.Headers.RetryAfter = "1";
            context.Response.StatusCode = StatusCodes.Status429TooManyRequests;
            return;
        }

        if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method))
        {
            context.Response.Headers.Allow = "GET, HEAD";
            context.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            return;
        }

        try
        {
            var page = await PageAsync(context.Request, context.RequestAborted).ConfigureAwait(false);
            await WriteAsync(context, page).ConfigureAwait(false);
        }
        catch (Exception error) when (StoreFaults.IsUnavailable(error))
        {
            context.Response.Headers.RetryAfter = "5";
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            Failed(log, error.GetType().Name);
            context.Response.StatusCode = StatusCodes.Status500InternalServerError;
        }
    }

    private async Task<PublicAnswer?> PageAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var parts = (request.Path.Value ?? "").Split('/', StringSplitOptions.RemoveEmptyEntries);
        return parts switch
        {
            [] or ["records.json"] => await ListAsync(request, cancellationToken).ConfigureAwait(false),
            ["feed.json"] => new(Json, text.JsonFeed(await FeedAsync(cancellationToken).ConfigureAwait(false))),
            ["feed.atom"] => new(
                "application/atom+xml; charset=utf-8",
                text.Atom(await FeedAsync(cancellationToken).ConfigureAwait(false))),
            ["keys.json"] => new(Json, text.Keys()),
            ["records", var id] => await RecordAsync(id, cancellationToken).ConfigureAwait(false),
            ["records", var id, var file] => await StatementAsync(id, file, cancellationToken).ConfigureAwait(false),
            _ => null,
        };
    }

    private async Task<PublicAnswer?> ListAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        // The last record of the page before: a place in the log would tell how much else goes on here.
        var after = request.Query["after"].ToString();
        var rows = await models.Public
            .NewestAsync(
                after.Length == 0 ? null : new RecordId(after), PublicLimits.PageCountMax + 1, cancellationToken)
            .ConfigureAwait(false);
        return new(Json, text.List(
            [.. rows.Take(PublicLimits.PageCountMax)], hasMore: rows.Length > PublicLimits.PageCountMax));
    }

    private Task<ImmutableArray<PublicRow>> FeedAsync(CancellationToken cancellationToken) =>
        models.Public.NewestAsync(null, PublicLimits.FeedCountMax, cancellationToken);

    private async Task<PublicAnswer?> RecordAsync(string id, CancellationToken cancellationToken)
    {
        var versions = await models.Public.VersionsAsync(new RecordId(id), cancellationToken).ConfigureAwait(false);
        return versions.IsEmpty ? null : new(Json, text.Record(versions));
    }

    private async Task<PublicAnswer?> StatementAsync(string id, string file, CancellationToken cancellationToken)
    {
        if (!file.EndsWith(PublicText.StatementEnd, StringComparison.Ordinal))
        {
            return null;
        }

        var version = new ContentHash(file[..^PublicText.StatementEnd.Length]);
        var found = await models.Public.StatementAsync(new RecordId(id), version, cancellationToken)
            .ConfigureAwait(false);

        // RFC 9901 §4: the JWT, each disclosure, and an end without key binding.
        return found is null
            ? null
            : new("application/sd-jwt", Encoding.ASCII.GetBytes(
                string.Join('~', found.Disclosures.Prepend(found.Jwt)) + "~"));
    }

    private static async Task WriteAsync(HttpContext context, PublicAnswer? page)
    {
        var response = context.Response;
        if (page is null)
        {
            response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        // RFC 9110 §8.8.3: a strong tag, made of the bytes alone.
        var tag = $"\"{Convert.ToHexStringLower(SHA256.HashData(page.Body).AsSpan(0, 16))}\"";
        response.Headers.ETag = tag;
        response.Headers.CacheControl = "no-cache";
        if (context.Request.Headers.IfNoneMatch.ToString().Split(',', StringSplitOptions.TrimEntries)
            .Any(given => given == "*" || given == tag || given == "W/" + tag))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        response.ContentType = page.ContentType;
        response.ContentLength = page.Body.Length;
        if (HttpMethods.IsGet(context.Request.Method))
        {
            await response.Body.WriteAsync(page.Body, context.RequestAborted).ConfigureAwait(false);
        }
    }

    private static void Harden(HttpResponse response)
    {
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.ContentSecurityPolicy = "default-src 'none'; frame-ancestors 'none'";
        response.Headers["Referrer-Policy"] = "no-referrer";
        response.Headers.AccessControlAllowOrigin = "*";
    }

    // The type alone: a message of an exception may repeat content.
    [LoggerMessage(PublicEventIds.PageFailed, LogLevel.Error, "The public page could not answer ({Fault}).")]
    private static partial void Failed(ILogger log, string fault);
}

/// <summary>The body of an answer.</summary>
/// <param name="ContentType">Its media type.</param>
/// <param name="Body">Its bytes.</param>
internal sealed record PublicAnswer(string ContentType, byte[] Body);
