using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace CbmExchange.Domain.Records.Rules;

/// <summary>Every text of a content with its path, for rules on what is written rather than where.</summary>
internal static class AllTexts
{
    /// <summary>All strings in document order.</summary>
    public static ImmutableArray<(string Path, string Text)> Of(JsonElement content)
    {
        var found = ImmutableArray.CreateBuilder<(string, string)>();
        Gather(content, "", found);
        return found.ToImmutable();
    }

    /// <summary>
    /// The text as a pattern reads it: compatibility forms folded (NFKC) and digits of every script as 0 to 9, so that
    /// writing a number in other letters does not hide it.
    /// </summary>
    public static string Folded(string text)
    {
        var folded = new StringBuilder(text.Length);
        foreach (var rune in text.Normalize(NormalizationForm.FormKC).EnumerateRunes())
        {
            _ = Rune.GetUnicodeCategory(rune) == UnicodeCategory.DecimalDigitNumber
                ? folded.Append((int)Rune.GetNumericValue(rune))
                : folded.Append(rune.ToString());
        }

        return folded.ToString();
    }

    private static void Gather(JsonElement value, string path, ImmutableArray<(string, string)>.Builder found)
    {
        switch (value.ValueKind)
        {
            // Half a surrogate pair is no text: the rules on texts name it, and it cannot be folded.
            case JsonValueKind.String when TextRules.IsNormalised(value.GetString()!):
                found.Add((path, value.GetString()!));
                break;
            case JsonValueKind.Array:
                foreach (var (index, item) in value.EnumerateArray().Index())
                {
                    Gather(item, string.Create(CultureInfo.InvariantCulture, $"{path}[{index}]"), found);
                }

                break;
            case JsonValueKind.Object:
                foreach (var field in value.EnumerateObject())
                {
                    Gather(field.Value, Shape.Join(path, field.Name), found);
                }

                break;
        }
    }
}
