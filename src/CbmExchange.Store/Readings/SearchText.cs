using System.Globalization;
using System.Text;
using System.Text.Json;

namespace CbmExchange.Store.Readings;

/// <summary>
/// Text as it is searched: lower case, without diacritics, so that "Côte" is found by "cote" (domain.md §4.21 case 4).
/// Applied to what is stored and to what is asked, so that both meet.
/// </summary>
public static class SearchText
{
    /// <summary>Characters of one row that are searched; a record version has at most 64 KiB.</summary>
    public const int LengthMax = 65536;

    /// <summary>Folds a text.</summary>
    public static string Fold(string text)
    {
        var folded = new StringBuilder(text.Length);
        foreach (var letter in text.Normalize(NormalizationForm.FormD))
        {
            if (CharUnicodeInfo.GetUnicodeCategory(letter) != UnicodeCategory.NonSpacingMark)
            {
                folded.Append(char.ToLowerInvariant(letter));
            }
        }

        return folded.ToString().Normalize(NormalizationForm.FormC);
    }

    /// <summary>All text values of some top-level fields of a content, folded.</summary>
    internal static string Of(JsonElement content, ReadOnlySpan<string> fields)
    {
        var text = new StringBuilder();
        foreach (var field in fields)
        {
            if (content.TryGetProperty(field, out var value))
            {
                Gather(value, text);
            }
        }

        return Fold(Cut(text));
    }

    // Never between the halves of a surrogate pair: what is left must be text.
    private static string Cut(StringBuilder text) =>
        text.Length <= LengthMax
            ? text.ToString()
            : text.ToString(0, char.IsHighSurrogate(text[LengthMax - 1]) ? LengthMax - 1 : LengthMax);

    private static void Gather(JsonElement value, StringBuilder text)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.String:
                text.Append(value.GetString()).Append('\n');
                break;
            case JsonValueKind.Array:
                foreach (var item in value.EnumerateArray())
                {
                    Gather(item, text);
                }

                break;
            case JsonValueKind.Object:
                foreach (var item in value.EnumerateObject())
                {
                    Gather(item.Value, text);
                }

                break;
        }
    }
}
