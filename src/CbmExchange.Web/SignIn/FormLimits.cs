using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace CbmExchange.Web.SignIn;

/// <summary>
/// How much a browser may send. Each post is read here, before anything looks at it, and one that is too large is
/// answered by 413. Nothing that was typed or chosen is written to a disk.
/// </summary>
internal static class FormLimits
{
    /// <summary>Bytes of a form: a record version of 64 KiB with its names, as a form writes it.</summary>
    public const int FormBytesMax = 512 * 1024;

    /// <summary>Bytes of a form with a chosen file: 20 MiB (design §5) and the form around it.</summary>
    public const int FileFormBytesMax = (20 * 1024 * 1024) + FormBytesMax;

    /// <summary>Fields of a form: lists of 64 with several inputs each, in 24 renderings.</summary>
    private const int FieldsMax = 8_192;

    /// <summary>Forms with files in memory at once, of all officers together: 82 MiB.</summary>
    private const int FileFormsAtOnce = 4;

    private static readonly string[] FilePages = ["/records", "/directory/differences"];
    private static readonly TimeSpan PlaceWaitMax = TimeSpan.FromSeconds(10);
    private static readonly SemaphoreSlim FilePlaces = new(FileFormsAtOnce, FileFormsAtOnce);

    /// <summary>The limits of the runtime's own reading.</summary>
    public static void Set(FormOptions options)
    {
        options.ValueCountLimit = FieldsMax;
        options.ValueLengthLimit = FormBytesMax;
        options.MultipartBodyLengthLimit = FileFormBytesMax;
        // More than this would go to a file of the system's temporary folder.
        options.MemoryBufferThreshold = FileFormBytesMax;
    }

    /// <summary>Reads a form within its limits and lets the request go on.</summary>
    public static async Task PassAsync(HttpContext context, Func<Task> next, bool isSignedIn)
    {
        if (!context.Request.HasFormContentType)
        {
            Limit(context, FormBytesMax);
            await next().ConfigureAwait(false);
            return;
        }

        var isFiles = isSignedIn && Array.Exists(FilePages, page => context.Request.Path.StartsWithSegments(page))
            && context.Request.ContentType!.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase);
        if (!isFiles)
        {
            await ReadAsync(context, next, FormBytesMax).ConfigureAwait(false);
        }
        else if (await FilePlaces.WaitAsync(PlaceWaitMax, context.RequestAborted).ConfigureAwait(false))
        {
            try
            {
                await ReadAsync(context, next, FileFormBytesMax).ConfigureAwait(false);
            }
            finally
            {
                FilePlaces.Release();
            }
        }
        else
        {
            context.Response.Headers.RetryAfter = "10";
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        }
    }

    private static async Task ReadAsync(HttpContext context, Func<Task> next, int bytesMax)
    {
        Limit(context, bytesMax);
        try
        {
            var form = await context.Request.ReadFormAsync(context.RequestAborted).ConfigureAwait(false);
            // The larger bound is for files only.
            if (form.Sum(field => field.Key.Length + field.Value.Sum(value => value?.Length ?? 0)) > FormBytesMax)
            {
                throw new InvalidDataException("What was typed is longer than any record.");
            }
        }
        catch (Exception tooMuch) when (tooMuch is BadHttpRequestException or InvalidDataException)
        {
            context.Response.StatusCode = StatusCodes.Status413PayloadTooLarge;
            return;
        }

        await next().ConfigureAwait(false);
    }

    private static void Limit(HttpContext context, int bytesMax)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = bytesMax;
        }
    }
}
