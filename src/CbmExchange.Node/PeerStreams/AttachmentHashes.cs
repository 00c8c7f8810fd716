using System.Text;
using System.Text.Json;
using CbmExchange.Domain;
using CbmExchange.Envelopes;

namespace CbmExchange.Node.PeerStreams;

/// <summary>
/// Finds attachments in disclosures (RFC 9901 §4.2): NationalDocument.files, IncidentNotification.technicalAnnex,
/// Response.attachments and whatever else holds a <c>cbm.record.v1.Attachment</c>: an object with a sha256 and a size.
/// </summary>
internal static class AttachmentHashes
{
    private const int HashHexLength = 64;

    private static readonly JsonDocumentOptions ReaderOptions = new()
    {
        AllowDuplicateProperties = false,
        MaxDepth = EnvelopeLimits.JsonDepthMax,
    };

    private static readonly UTF8Encoding StrictUtf8 = new(false, true);

    /// <summary>
    /// The attachments that these disclosures disclose. A disclosure that cannot be read discloses none; it throws
    /// nothing, whatever a peer wrote into it.
    /// </summary>
    public static IEnumerable<(ContentHash Hash, long SizeBytes)> In(IEnumerable<string> disclosures)
    {
        foreach (var disclosure in disclosures)
        {
            if (TryOpen(disclosure) is not { } document)
            {
                continue;
            }

            using (document)
            {
                foreach (var found in Walk(document.RootElement))
                {
                    yield return found;
                }
            }
        }
    }

    private static JsonDocument? TryOpen(string disclosure)
    {
        try
        {
            var bytes = System.Buffers.Text.Base64Url.DecodeFromChars(disclosure);
            if (!MayName(bytes))
            {
                return null;
            }

            StrictUtf8.GetCharCount(bytes);
            var document = JsonDocument.Parse(bytes, ReaderOptions);
            ReadEveryText(document.RootElement);
            return document;
        }
        catch (Exception fault) when (fault is FormatException or JsonException or DecoderFallbackException
            or InvalidOperationException)
        {
            return null;
        }
    }

    // Most disclosures hold no attachment: they are not parsed. A name may also be spelt with escapes.
    private static bool MayName(ReadOnlySpan<byte> json) =>
        json.IndexOf("sha256"u8) >= 0 || json.Contains((byte)'\\');

    // Half a surrogate pair parses and throws only when it is read: what holds one is no text, as in a statement.
    private static void ReadEveryText(JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.String:
                _ = value.GetString();
                break;
            case JsonValueKind.Array:
                value.EnumerateArray().ToList().ForEach(ReadEveryText);
                break;
            case JsonValueKind.Object:
                foreach (var property in value.EnumerateObject())
                {
                    _ = property.Name;
                    ReadEveryText(property.Value);
                }

                break;
        }
    }

    private static IEnumerable<(ContentHash Hash, long SizeBytes)> Walk(JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.Array)
        {
            return element.EnumerateArray().SelectMany(Walk);
        }

        if (element.ValueKind != JsonValueKind.Object)
        {
            return [];
        }

        var inside = element.EnumerateObject().SelectMany(property => Walk(property.Value));
        return Attachment(element) is { } attachment ? inside.Prepend(attachment) : inside;
    }

    private static (ContentHash Hash, long SizeBytes)? Attachment(JsonElement element)
    {
        if (!element.TryGetProperty("sha256", out var hash) || hash.ValueKind != JsonValueKind.String
            || hash.GetString() is not { Length: HashHexLength } hex || !hex.All(char.IsAsciiHexDigitLower)
            || !element.TryGetProperty("sizeBytes", out var size))
        {
            return null;
        }

        // proto3 JSON writes an int64 as text.
        var text = size.ValueKind == JsonValueKind.String ? size.GetString() : size.GetRawText();
        return long.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var bytes)
            ? (new ContentHash(hex), bytes)
            : null;
    }
}
