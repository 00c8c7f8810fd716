using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;
using CbmExchange.Domain.Records;

namespace CbmExchange.Domain.Profiles;

/// <summary>
/// Reads a text in the shape of RFC 2350 into a csirt-profile. Invariants: a field holds only what stands in the text;
/// a value that is not wholly understood is left out and named; nothing is shortened.
/// </summary>
public static class Rfc2350Reader
{
    /// <summary>Characters of a text; the longest published ones have about 30,000.</summary>
    public const int TextCharsMax = 200_000;

    /// <summary>Passages named as not understood at most; more is no such text.</summary>
    public const int NotUnderstoodCountMax = 200;

    /// <summary>Characters of a passage that are repeated.</summary>
    private const int PassageCharsMax = 300;

    /// <summary>Reads.</summary>
    /// <param name="text">The file.</param>
    /// <param name="lang">Language of passages that do not say theirs; given by the officer, never guessed.</param>
    public static Rfc2350Reading Read(string text, string lang)
    {
        var fields = new JsonObject();
        var rest = ImmutableArray.CreateBuilder<NotUnderstood>();
        var sections = Rfc2350Sections.Cut(text.Normalize(NormalizationForm.FormC));
        var done = new HashSet<Rfc2350Heading>();
        foreach (var section in sections.Where(one => one.Body.Length > 0))
        {
            if (Rfc2350Values.Read(section, lang, done, fields) is { } why && rest.Count < NotUnderstoodCountMax)
            {
                rest.Add(new NotUnderstood(
                    Math.Max(section.Line, 1), section.Shown, Shortened(string.Join(' ', section.Body)), why));
            }
        }

        return new Rfc2350Reading(RecordContent.Parse(fields.ToJsonString()), rest.ToImmutable());
    }

    private static string Shortened(string passage) =>
        passage.Length <= PassageCharsMax ? passage : passage[..PassageCharsMax] + " …";
}
