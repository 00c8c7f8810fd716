using System.Globalization;
using System.Text.Json;
using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Domain.Records;
using CbmExchange.Node.Publishing;

namespace CbmExchange.Node.Records;

/// <summary>
/// Files of types that this exchange does not have (domain.md §4.21: 34). A peer may name any; they are kept by their
/// hash, said to be what they are, and never opened here.
/// </summary>
internal static class AttachmentNotes
{
    /// <summary>Adds a sentence for each.</summary>
    public static void Complete(RecordView view)
    {
        var content = WireBodies.Read(view.Body);
        if (content.IsAccepted)
        {
            view.AttachmentNotes.AddRange(Files(content.Value.Content.Claims)
                .Where(file => !CodeLists.AttachmentType.Contains(Word(file, "mediaType")))
                .Select(Note));
        }
    }

    private static string Note(JsonElement file) => string.Create(
        CultureInfo.InvariantCulture,
        $"{Word(file, "fileName")} is of type {Word(file, "mediaType")}, which this exchange does not have: "
            + $"it is not opened here. Look at it only where that can do no harm.");

    // An attachment is whatever has a hash and a media type; they stand in lists of several names.
    private static IEnumerable<JsonElement> Files(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object when value.TryGetProperty("sha256", out _) && value.TryGetProperty("mediaType", out _) =>
            [value],
        JsonValueKind.Object => value.EnumerateObject().SelectMany(member => Files(member.Value)),
        JsonValueKind.Array => value.EnumerateArray().SelectMany(Files),
        _ => [],
    };

    private static string Word(JsonElement owner, string name) =>
        owner.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
}
