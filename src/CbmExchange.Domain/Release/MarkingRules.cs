using System.Collections.Immutable;
using CbmExchange.Domain.Records;

namespace CbmExchange.Domain.Release;

/// <summary>Order and union of markings (domain.md §4.3).</summary>
internal static class MarkingRules
{
    private static readonly ImmutableArray<string> OnwardStrictestFirst =
    [
        OnwardSharing.NotWithoutConsent,
        OnwardSharing.WithinTlp,
    ];

    /// <summary>The strictest of each, and all handling notes.</summary>
    public static Marking Strictest(IEnumerable<Marking> markings)
    {
        var all = markings.ToArray();
        return new Marking
        {
            Tlp = First(TlpLabels.StrictestFirst, all.Select(marking => marking.Tlp))!,
            Onward = First(OnwardStrictestFirst, all.Select(marking => marking.Onward))!,
            Pap = First(CodeLists.Pap, all.Select(marking => marking.Pap)),
            IepId = all.Select(marking => marking.IepId).OfType<string>().FirstOrDefault(),
            HandlingNotes = [.. all.SelectMany(marking => marking.HandlingNotes).Distinct()],
        };
    }

    /// <summary>True when <paramref name="wider"/> allows more than <paramref name="than"/>.</summary>
    public static bool IsWider(Marking wider, Marking than) =>
        Strictest([wider, than]).Tlp != wider.Tlp || Strictest([wider, than]).Onward != wider.Onward;

    public static IEnumerable<FieldFault> Faults(Marking marking, string path)
    {
        if (!TlpLabels.StrictestFirst.Contains(marking.Tlp))
        {
            yield return new FieldFault(
                path + ".tlp",
                $"Must be one of: {string.Join(", ", TlpLabels.StrictestFirst)}."
            );
        }

        if (!OnwardStrictestFirst.Contains(marking.Onward))
        {
            yield return new FieldFault(
                path + ".onwardSharing",
                $"Must be one of: {string.Join(", ", OnwardStrictestFirst)}."
            );
        }

        if (marking.Pap is { } pap && !CodeLists.Pap.Contains(pap))
        {
            yield return new FieldFault(path + ".pap", $"Must be one of: {string.Join(", ", CodeLists.Pap)}.");
        }

        if (marking.HandlingNotes.Length > ContentLimits.TextsCountMax || marking.HandlingNotes.Any(IsNotAsWanted))
        {
            yield return new FieldFault(
                path + ".handlingNotes",
                "Must be at most 24 notes with a language tag and at most 300 characters of text in Unicode NFC."
            );
        }
    }

    private static bool IsNotAsWanted(HandlingNote note) =>
        !TextRules.IsLanguageTag(note.Lang)
        || TextRules.Length(note.Text) is 0 or > ContentLimits.NoteCharsMax
        || !TextRules.IsNormalised(note.Text)
        || !TextRules.IsPlainLine(note.Text);

    private static string? First(ImmutableArray<string> order, IEnumerable<string?> codes)
    {
        var present = codes.ToHashSet(StringComparer.Ordinal);
        return order.FirstOrDefault(present.Contains);
    }
}
