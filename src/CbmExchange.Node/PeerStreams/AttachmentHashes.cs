using System.Text.Json;
using CbmExchange.Domain;

namespace CbmExchange.Node.PeerStreams;

/// <summary>
/// Finds attachments in disclosures (RFC 9901 §4.2): NationalDocument.files, IncidentNotification.technicalAnnex,
/// Response.attachments and whatever else holds a <c>cbm.record.v1.Attachment</c>: an object with a sha256 and a size.
/// </summary>
internal static class AttachmentHashes
{
    private const int JsonDepthMax = 16;
    private const int HashHexLength = 64;

    /// <summary>
    /// The attachments that these disclosures disclose. A disclosure that cannot be read discloses none.
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
            return JsonDocument.Parse(bytes, new JsonDocumentOptions { MaxDepth = JsonDepthMax });
        }
        catch (Exception fault) when (fault is FormatException or JsonException)
        {
            return null;
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
