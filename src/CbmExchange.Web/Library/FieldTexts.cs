using System.Collections.Immutable;
using System.Globalization;
using CbmExchange.Contracts.Record.V1;
using CbmExchange.Web.Shared;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;

namespace CbmExchange.Web.Library;

/// <summary>A field of a version as one text.</summary>
/// <param name="Path">Where it stands, for reading, e.g. "sections annex-2 body (fr)".</param>
/// <param name="Text">Its text.</param>
/// <param name="Lang">BCP 47 tag; empty where it is no text of a language.</param>
internal sealed record FieldText(string Path, string Text, string Lang);

/// <summary>What is different in a field.</summary>
/// <param name="Path">Where it stands.</param>
/// <param name="Lang">As <see cref="FieldText"/>.</param>
/// <param name="Earlier">True when the earlier version has it.</param>
/// <param name="Later">True when the later version has it.</param>
/// <param name="Pieces">The two texts in one.</param>
internal sealed record FieldDifference(
    string Path, string Lang, bool Earlier, bool Later, ImmutableArray<Piece> Pieces);

/// <summary>
/// Two versions of a record compared field by field. A field that one of them lacks is said to be there only in the
/// other: withheld and empty look the same (design D4).
/// </summary>
internal static class FieldTexts
{
    // Earlier versions are kept without named persons; each version has its own time.
    private static readonly string[] NotCompared = ["persons", "authored_at"];

    /// <summary>What is different, in the order of the later version, then what is in the earlier one only.</summary>
    public static IEnumerable<FieldDifference> Differences(IMessage? earlier, IMessage? later)
    {
        var (before, after) = (Of(earlier), Of(later));
        var old = before.ToLookup(field => field.Path, StringComparer.Ordinal);
        foreach (var field in after)
        {
            var was = old[field.Path].FirstOrDefault();
            if (was?.Text != field.Text)
            {
                yield return new FieldDifference(
                    field.Path, field.Lang, was is not null, true, WordDiff.Of(was?.Text ?? "", field.Text));
            }
        }

        var present = after.Select(field => field.Path).ToHashSet(StringComparer.Ordinal);
        foreach (var field in before.Where(field => !present.Contains(field.Path)))
        {
            yield return new FieldDifference(field.Path, field.Lang, true, false, WordDiff.Of(field.Text, ""));
        }
    }

    private static List<FieldText> Of(IMessage? content) => content is null
        ? []
        : [.. content.Descriptor.Fields.InDeclarationOrder().Where(field => !NotCompared.Contains(field.Name))
            .SelectMany(field => Of(Bodies.Words(field.Name), field.Accessor.GetValue(content)))];

    private static IEnumerable<FieldText> Of(string path, object? value) => value switch
    {
        null or "" or false or 0 or 0L => [],
        Text text => [new FieldText($"{path} ({text.Lang})", text.Text_, text.Lang)],
        Timestamp time => [new FieldText(path, Times.Of(time), "")],
        IMessage inner => Inside(path, inner),
        ByteString bytes => bytes.IsEmpty ? [] : [new FieldText(path, Convert.ToHexStringLower(bytes.Span), "")],
        string text => [new FieldText(path, text, "")],
        System.Collections.IList list => Listed(path, list),
        _ => [new FieldText(path, Convert.ToString(value, CultureInfo.InvariantCulture) ?? "", "")],
    };

    private static IEnumerable<FieldText> Inside(string path, IMessage message) =>
        message.Descriptor.Fields.InDeclarationOrder().SelectMany(field =>
            Of($"{path} › {Bodies.Words(field.Name)}", field.Accessor.GetValue(message)));

    // What has an id is the same thing in another place; words of a list are one text.
    private static IEnumerable<FieldText> Listed(string path, System.Collections.IList list) => list switch
    {
        IEnumerable<Text> texts => texts.SelectMany(text => Of(path, text)),
        IEnumerable<IMessage> messages => messages.SelectMany(
            (message, place) => Inside($"{path} {Name(message, place)}", message)),
        { Count: 0 } => [],
        _ => [new FieldText(path, string.Join(", ", list.Cast<object>()), "")],
    };

    private static string Name(IMessage message, int place) =>
        Bodies.StringOf(message, "id") is { Length: > 0 } id
            ? id
            : (place + 1).ToString(CultureInfo.InvariantCulture);
}
