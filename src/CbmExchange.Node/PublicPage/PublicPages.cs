using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using CbmExchange.Domain;
using CbmExchange.Domain.Records;
using CbmExchange.Node.Doors;
using CbmExchange.Node.Tables;
using CbmExchange.Store.Public;
using CbmExchange.Store.Readings;
using CbmExchange.Web.PublicPage;

namespace CbmExchange.Node.PublicPage;

/// <summary>
/// What everyone may read (A/68/98 §32(e)): lists by type, each record with its versions under its permanent id, for
/// people (HTML) and for programs (JSON), two feeds, the signed statements and the keys to check them. It reads one
/// table, which holds what was released to the public
/// and nothing else. It writes nothing, sets no cookie, runs no script, and learns nothing about who asks.
/// </summary>
internal sealed partial class PublicPages(
    ReadModels models, PublicText text, PublicHtml html, TimeProvider time, ILogger<PublicPages> log)
{
    private const string Json = "application/json; charset=utf-8";

    private const string JsonEnd = ".json";

    private const string Html = "text/html; charset=utf-8";

    // What was released to everyone is meant to be found (A/68/98 §32(e)); what was withdrawn is not (see WriteAsync).
    private static readonly byte[] Robots = Encoding.ASCII.GetBytes("User-agent: *\nAllow: /\n");

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
            await SayAsync(context, StatusCodes.Status503ServiceUnavailable, isAway: true).ConfigureAwait(false);
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
            [] => await ListAsync(request, null, isFixed: false, cancellationToken).ConfigureAwait(false),
            ["records.json"] => await ListAsync(
                request, TypeAsked(request), isFixed: true, cancellationToken).ConfigureAwait(false),
            ["types", var type] => await ListAsync(request, type, isFixed: false, cancellationToken)
                .ConfigureAwait(false),
            ["feed.json"] => new(Json, text.JsonFeed(await FeedAsync(cancellationToken).ConfigureAwait(false))),
            ["feed.atom"] => new(
                "application/atom+xml; charset=utf-8",
                text.Atom(await FeedAsync(cancellationToken).ConfigureAwait(false))),
            ["keys.json"] => new(Json, text.Keys()),
            ["robots.txt"] => new("text/plain; charset=utf-8", Robots),
            ["assets", _] => PublicRendering.AssetAt(request.Path.Value!) is { } asset
                ? new(asset.Type, asset.Bytes) { IsForGood = true }
                : null,
            ["records", var id] => await RecordAsync(request, id, cancellationToken).ConfigureAwait(false),
            ["records", var id, var file] => await StatementAsync(id, file, cancellationToken).ConfigureAwait(false),
            _ => null,
        };
    }

    private static string? TypeAsked(HttpRequest request) =>
        request.Query["type"].ToString() is { Length: > 0 } type ? type : null;

    private async Task<PublicAnswer?> ListAsync(
        HttpRequest request, string? type, bool isFixed, CancellationToken cancellationToken)
    {
        if (type is not null && RecordCatalogue.Find(type) is null)
        {
            return null;
        }

        var isHtml = !isFixed && PublicRequest.WantsHtml(request);
        var found = await models.Public
            .NewestAsync(PublicRequest.After(request), type, PublicLimits.PageCountMax + 1, cancellationToken)
            .ConfigureAwait(false);
        ImmutableArray<PublicRow> rows = [.. found.Take(PublicLimits.PageCountMax)];
        var next = rows.Length == found.Length ? "" : PublicRequest.PathWith(
            isHtml ? PublicHtml.PathOf(type) : "/records.json",
            ("type", isHtml ? null : type),
            ("after", rows[^1].Header.RecordId.Value));
        return isHtml
            ? Page(await html.ListAsync(request, type, rows, next, cancellationToken).ConfigureAwait(false))
            : new(Json, text.List(rows, next)) { IsNegotiated = !isFixed };
    }

    private Task<ImmutableArray<PublicRow>> FeedAsync(CancellationToken cancellationToken) =>
        models.Public.NewestAsync(null, null, PublicLimits.FeedCountMax, cancellationToken);

    private async Task<PublicAnswer?> RecordAsync(
        HttpRequest request, string name, CancellationToken cancellationToken)
    {
        var isFixed = name.EndsWith(JsonEnd, StringComparison.Ordinal);
        if (PublicRequest.RecordOf(isFixed ? name[..^JsonEnd.Length] : name) is not { } id)
        {
            return null;
        }

        var versions = await models.Public.VersionsAsync(id, cancellationToken).ConfigureAwait(false);
        if (versions.IsEmpty)
        {
            return null;
        }

        var answer = !isFixed && PublicRequest.WantsHtml(request)
            ? Page(await html.RecordAsync(request, versions, cancellationToken).ConfigureAwait(false))
            : new(Json, text.Record(versions)) { IsNegotiated = !isFixed };
        return answer with { IsWithdrawn = versions[0].WithdrawnAt is not null };
    }

    private static PublicAnswer Page(byte[] body) => new(Html, body) { IsNegotiated = true };

    private async Task<PublicAnswer?> StatementAsync(string id, string file, CancellationToken cancellationToken)
    {
        if (!file.EndsWith(PublicText.StatementEnd, StringComparison.Ordinal)
            || PublicRequest.RecordOf(id) is not { } record
            || PublicRequest.VersionOf(file[..^PublicText.StatementEnd.Length]) is not { } version)
        {
            return null;
        }

        var found = await models.Public.StatementAsync(record, version, cancellationToken).ConfigureAwait(false);

        // RFC 9901 §4: the JWT, each disclosure, and an end without key binding.
        return found is null
            ? null
            : new("application/sd-jwt", Encoding.ASCII.GetBytes(
                string.Join('~', found.Disclosures.Prepend(found.Jwt)) + "~"));
    }

    private async Task WriteAsync(HttpContext context, PublicAnswer? page)
    {
        var response = context.Response;
        if (page is null)
        {
            await SayAsync(context, StatusCodes.Status404NotFound, isAway: false).ConfigureAwait(false);
            return;
        }

        // RFC 9110 §8.8.3: a strong tag, made of the bytes alone.
        var tag = $"\"{Convert.ToHexStringLower(SHA256.HashData(page.Body).AsSpan(0, 16))}\"";
        response.Headers.ETag = tag;
        response.Headers.CacheControl = page.IsForGood ? "public, max-age=31536000, immutable" : "no-cache";
        if (page.IsNegotiated)
        {
            response.Headers.Vary = "Accept, Accept-Language";
        }

        if (page.IsWithdrawn)
        {
            // Who finds it may read that it is withdrawn; nobody shall keep a copy of it in an index.
            response.Headers["X-Robots-Tag"] = "noindex, noarchive";
        }

        if (context.Request.Headers.IfNoneMatch.ToString().Split(',', StringSplitOptions.TrimEntries)
            .Any(given => given == "*" || given == tag || given == "W/" + tag))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        await SendAsync(context, page).ConfigureAwait(false);
    }

    // For people in words; a program is told enough by the number.
    private async Task SayAsync(HttpContext context, int status, bool isAway)
    {
        context.Response.StatusCode = status;
        if (PublicRequest.WantsHtml(context.Request))
        {
            context.Response.Headers.CacheControl = "no-store";
            await SendAsync(context, new(Html, await html.NoticeAsync(context.Request, isAway).ConfigureAwait(false)))
                .ConfigureAwait(false);
        }
    }

    private static async Task SendAsync(HttpContext context, PublicAnswer page)
    {
        var response = context.Response;
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
        response.Headers.ContentSecurityPolicy = PublicRendering.Policy;
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
internal sealed record PublicAnswer(string ContentType, byte[] Body)
{
    /// <summary>True when its address holds its hash, so that it never changes.</summary>
    public bool IsForGood { get; init; }

    /// <summary>True when the same address answers in other forms or languages.</summary>
    public bool IsNegotiated { get; init; }

    /// <summary>True for a record that was withdrawn.</summary>
    public bool IsWithdrawn { get; init; }
}
