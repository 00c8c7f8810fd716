using CbmExchange.Contracts.Record.V1;
using CbmExchange.Web.Library;
using CbmExchange.Web.Shared;

namespace CbmExchange.Web.Tests.Library;

/// <summary>What differs between two versions is said word by word, and nothing of either is lost.</summary>
public sealed class WordDiffTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("one two three", "one three")]
    [InlineData("one  two\nthree", "zero one two four three five")]
    [InlineData("甲国战略至2030年", "乙国战略至2031年")]
    [InlineData("a 😀 b", "a 😁 b")]
    public void Both_texts_can_be_read_out_of_the_pieces(string earlier, string later)
    {
        var pieces = WordDiff.Of(earlier, later);
        Assert.Equal(earlier, string.Concat(
            pieces.Where(piece => piece.Kind != PieceKind.Later).Select(piece => piece.Text)));
        Assert.Equal(later, string.Concat(
            pieces.Where(piece => piece.Kind != PieceKind.Earlier).Select(piece => piece.Text)));
    }

    [Fact]
    public void A_word_that_changed_stands_between_words_that_did_not()
    {
        Assert.Equal(
            [new Piece(PieceKind.Same, "until "), new(PieceKind.Earlier, "2030 "), new(PieceKind.Later, "2031 "),
                new(PieceKind.Same, "at most")],
            WordDiff.Of("until 2030 at most", "until 2031 at most").AsEnumerable());
    }

    [Fact]
    public void Texts_that_are_too_long_to_compare_stand_one_after_the_other()
    {
        var earlier = string.Join(' ', Enumerable.Range(0, 3_000));
        var later = string.Join(' ', Enumerable.Range(5_000, 3_000));
        Assert.True(WordDiff.Of(earlier, later)
            .SequenceEqual([new Piece(PieceKind.Earlier, earlier), new(PieceKind.Later, later)]));
    }

    [Fact]
    public void A_part_is_compared_with_the_part_of_the_same_id_and_what_one_version_lacks_is_in_the_other_only()
    {
        var earlier = Document(("main", "Main."), ("annex", "Old annex."));
        var later = Document(("annex", "New annex."));
        later.Status = "in-force";

        var differences = FieldTexts.Differences(earlier, later).ToList();

        Assert.Equal(
            ["status", "sections annex › body (en)", "sections main › id", "sections main › body (en)"],
            differences.Select(one => one.Path));
        Assert.Equal([(false, true), (true, true), (true, false), (true, false)],
            differences.Select(one => (one.Earlier, one.Later)));
    }

    [Fact]
    public void A_cell_of_a_file_is_never_a_formula()
    {
        Assert.Equal(
            "\uFEFF'=1+1,\"a, b\",\"say \"\"so\"\"\"\r\n", new Csv().Row("=1+1", "a, b", "say \"so\"").ToString());
    }

    private static NationalDocument Document(params (string Id, string Text)[] parts) => new()
    {
        Sections = { parts.Select(part => new Section
        {
            Id = part.Id, Body = { new Text { Lang = "en", Text_ = part.Text } },
        }) },
    };
}
