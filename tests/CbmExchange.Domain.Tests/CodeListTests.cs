using System.Collections.Immutable;
using System.Reflection;
using CbmExchange.Domain.Records;
using CbmExchange.Domain.Release;

namespace CbmExchange.Domain.Tests;

/// <summary>The data files of the coded lists (domain.md §4.25).</summary>
public sealed class CodeListTests
{
    private static readonly CodeList[] Translated =
        [.. CodeLists.All.Where(list => list.LabelStatus != CodeList.Untranslated)];

    [Fact]
    public void Every_code_has_a_label_in_the_six_languages()
    {
        var missing =
            from list in Translated
            from code in list.Codes
            from lang in CodeLists.Languages
            where string.IsNullOrWhiteSpace(code.Labels.GetValueOrDefault(lang))
            select $"{list.Name} {code.Id} {lang}";

        Assert.Equal("ar zh en fr ru es", string.Join(' ', CodeLists.Languages));
        Assert.Empty(missing);
    }

    [Fact]
    public void No_two_codes_of_a_list_share_a_label_or_an_id()
    {
        var doubled =
            from list in Translated
            from lang in CodeLists.Languages
            from same in list.Codes.GroupBy(code => code.Labels[lang], StringComparer.OrdinalIgnoreCase)
            where same.Count() > 1
            select $"{list.Name} {lang} {same.Key}";

        Assert.Empty(doubled);
        Assert.All(
            CodeLists.All, list => Assert.Equal(list.Codes.Length, list.Codes.DistinctBy(one => one.Id).Count()));
    }

    [Fact]
    public void A_label_is_plain_text_in_normal_form()
    {
        var labels = CodeLists.All.SelectMany(list => list.Codes).SelectMany(code => code.Labels.Values).ToList();

        Assert.True(labels.Count > 1500);
        Assert.All(labels, label => Assert.True(
            TextRules.IsNormalised(label) && TextRules.IsPlainLine(label) && label == label.Trim(), label));
    }

    [Fact]
    public void Labels_of_TLP_and_PAP_are_never_translated()
    {
        foreach (var name in (string[])["tlp", "pap", "attachment-type"])
        {
            var list = CodeLists.Find(name)!;
            Assert.Equal(CodeList.Untranslated, list.LabelStatus);
            Assert.All(list.Codes, code => Assert.Empty(code.Labels));
            Assert.All(list.Codes, code => Assert.Equal(code.Id, code.LabelIn("fr")));
        }
    }

    [Fact]
    public void No_label_is_claimed_as_official_or_authoritative()
    {
        Assert.All(Translated, list =>
        {
            Assert.Equal("unofficial", list.StatusOf("en"));
            Assert.Equal("machine", list.StatusOf("fr"));
            Assert.Contains("unofficial", list.Note, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void What_the_code_decides_by_is_what_the_data_says()
    {
        Same(Precedences.LowestFirst, "precedence");
        Same(TlpLabels.StrictestFirst, "tlp");
        Same(["early-warning", "initial", "update", "final", "closed-false-alarm"], "stage");
        Same(["proposal", "agreement", "held", "outcome"], "consultation-stage");
        Same([OnwardSharing.NotWithoutConsent, OnwardSharing.WithinTlp], "onward-sharing");

        static void Same(IEnumerable<string> code, string list) =>
            Assert.Equal(string.Join(' ', code), string.Join(' ', CodeLists.Find(list)!.Ids));
    }

    [Fact]
    public void Every_list_of_the_code_is_a_data_file_and_open_or_closed_alike()
    {
        var properties = typeof(CodeLists)
            .GetProperties(BindingFlags.Public | BindingFlags.Static)
            .Where(one => one.PropertyType == typeof(ImmutableArray<string>)
                && one.Name != nameof(CodeLists.Languages));

        var strange = properties
            .Where(one => CodeLists.Find(Kebab(one.Name)) is not { } list
                || !list.Ids.SequenceEqual((ImmutableArray<string>)one.GetValue(null)!))
            .Select(one => one.Name);

        // A list written into the code only: add Records/CodeData/NAME.json with labels in six languages.
        Assert.Empty(strange);
    }

    [Fact]
    public void An_unknown_code_of_an_open_list_is_kept_and_shown_as_it_is()
    {
        var sector = CodeLists.Find("sector")!;

        Assert.False(sector.IsClosed);
        Assert.Null(CodeLists.Find("no-such-list"));
        Assert.DoesNotContain(sector.Codes, code => code.Id == "xa-lighthouses");
        Assert.Equal("Énergie", sector.Codes.Single(code => code.Id == "energy").LabelIn("fr"));
        Assert.Equal("energy", sector.Codes.Single(code => code.Id == "energy").LabelIn("tlh"));
    }

    private static string Kebab(string name) =>
        string.Concat(name.Select((letter, at) =>
            char.IsUpper(letter) ? (at > 0 ? "-" : "") + char.ToLowerInvariant(letter) : letter.ToString()));
}
