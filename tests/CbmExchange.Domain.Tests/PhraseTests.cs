using System.Text;
using CbmExchange.Domain.Phrases;

namespace CbmExchange.Domain.Tests;

/// <summary>The phrase library is whole: what a desk says at 03:00 is there in each of the six languages.</summary>
public sealed class PhraseTests
{
    public static TheoryData<string> Ids => [.. PhraseLibrary.All.Select(phrase => phrase.Id)];

    [Fact]
    public void Every_phrase_that_the_software_or_a_desk_names_is_there()
    {
        string[] named =
        [
            "received", "please-wait", "with-competent-authority", "wrong-office", "please-call-back", "please-repeat",
            "no-agreement-implied", "infrastructure-observed", "neutral-designation", "no-reply-recorded",
            "none-nominated", "not-shared", "not-a-judgement", "avoids-misperception", "this-is-an-exercise",
            "this-is-not-an-exercise", "this-is-a-test", "no-duff", "exercise-paused", "exercise-resumed",
            "exercise-ended", "check-inbox", "check-e-mail", "check-telephone",
            "check-subject", "check-announcement-subject", "check-reminder-subject", "check-result-subject",
            "check-announcement", "check-reminder", "check-group-1", "check-group-2", "check-group-3",
            "check-group-4", "check-group-5", "check-result",
        ];

        Assert.Equal(named.Order(), PhraseLibrary.All.Select(phrase => phrase.Id).Order());
        Assert.Equal("1.1.0", PhraseLibrary.Version);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_phrase_is_written_in_the_letters_of_each_of_its_languages(string id)
    {
        var phrase = PhraseLibrary.Of(id);

        Assert.Equal("ar zh en fr ru es", string.Join(' ', PhraseLibrary.Languages));
        Assert.Contains(phrase.Use, new[] { "answer", "standing", "context", "check" });
        Assert.NotEmpty(phrase.Source);
        Assert.Equal(6, phrase.Texts.Values.Distinct(StringComparer.Ordinal).Count());
        Assert.Contains(phrase.In("ar"), letter => letter is >= '\u0600' and <= '\u06FF');
        Assert.Contains(phrase.In("zh"), letter => letter is >= '\u4E00' and <= '\u9FFF');
        Assert.Contains(phrase.In("ru"), letter => letter is >= '\u0400' and <= '\u04FF');
        Assert.DoesNotContain(phrase.In("en") + phrase.In("fr") + phrase.In("es"), letter => letter > '\u024F');
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_phrase_can_stand_in_a_record(string id) =>
        Assert.All(PhraseLibrary.Of(id).Texts.Values, text =>
        {
            Assert.Equal(text.Normalize(NormalizationForm.FormC), text);
            Assert.Equal(text.Trim(), text);
            Assert.True(text.Length is > 0 and <= 400);
            Assert.DoesNotContain(text, char.IsControl);
            // No bidirectional override: what is read is what is there (Unicode UAX 9).
            Assert.DoesNotContain(text, letter => letter is >= '\u202A' and <= '\u202E' or >= '\u2066' and <= '\u2069');
        });

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_phrase_has_a_place_for_a_code_in_every_language_or_in_none_and_for_nothing_else(string id)
    {
        var phrase = PhraseLibrary.Of(id);

        Assert.Equal(id is "check-e-mail" or "check-telephone", phrase.HasCode);
        Assert.All(PhraseLibrary.Languages, language =>
        {
            Assert.Equal(phrase.HasCode ? 2 : 1, phrase.In(language).Split(Phrase.CodePlace).Length);
            Assert.DoesNotContain('{', phrase.In(language, "K7Q4"));
        });
        Assert.Equal(phrase.HasCode, phrase.In("fr", "K7Q4").Contains("K7Q4", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("fr-CA", "fr")]
    [InlineData("zh-Hant-TW", "zh")]
    [InlineData("RU", "ru")]
    [InlineData("pt", "en")]
    [InlineData("", "en")]
    [InlineData(null, "en")]
    public void A_language_tag_means_the_nearest_language_there_is(string? tag, string language) =>
        Assert.Equal(PhraseLibrary.Of("received").In(language), PhraseLibrary.Of("received").In(tag));

    [Fact]
    public void Only_the_source_language_is_called_authoritative() =>
        Assert.Equal(["en"], PhraseLibrary.Languages.Where(tag => PhraseLibrary.StatusOf(tag) == "authoritative"));

    [Fact]
    public void A_phrase_and_a_label_of_a_code_say_the_same_of_a_translation()
    {
        var list = Records.CodeLists.Find("precedence")!;

        Assert.All(
            PhraseLibrary.Languages, tag => Assert.Equal(list.StatusOf(tag), PhraseLibrary.StatusBeside(tag)));
    }
}
