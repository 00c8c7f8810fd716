using Grpc.Core;

namespace CbmExchange.Substitutes.Tests.Contract;

public sealed class MetadataEntries
{
    [Theory]
    [InlineData("Key", "key")]
    [InlineData("a.b_c-9", "a.b_c-9")]
    public void A_key_is_kept_in_lower_case(string given, string kept) =>
        Assert.Equal(kept, new Metadata.Entry(given, "v").Key);

    [Theory]
    [InlineData("with space")]
    [InlineData("ümlaut")]
    [InlineData("a:b")]
    [InlineData("line\n")]
    public void A_key_with_another_character_is_refused(string key) =>
        Assert.Throws<ArgumentException>(() => new Metadata.Entry(key, "v"));

    [Fact]
    public void The_suffix_of_the_key_must_fit_the_value()
    {
        Assert.Throws<ArgumentException>(() => new Metadata.Entry("k-bin", "text"));
        Assert.Throws<ArgumentException>(() => new Metadata.Entry("k", [1]));
    }

    [Fact]
    public void Nulls_are_refused()
    {
        Assert.Throws<ArgumentNullException>(() => new Metadata.Entry(null!, "v"));
        Assert.Throws<ArgumentNullException>(() => new Metadata.Entry("k", (string)null!));
        Assert.Throws<ArgumentNullException>(() => new Metadata.Entry("k-bin", (byte[])null!));
    }

    [Fact]
    public void Bytes_are_copied_in_and_out()
    {
        byte[] given = [1, 2];
        var entry = new Metadata.Entry("k-bin", given);

        given[0] = 9;
        entry.ValueBytes[1] = 9;

        Assert.Equal([1, 2], entry.ValueBytes);
    }

    [Fact]
    public void A_binary_entry_has_no_text()
    {
        var entry = new Metadata.Entry("k-bin", [1]);

        Assert.True(entry.IsBinary);
        Assert.Throws<InvalidOperationException>(() => entry.Value);
    }

    [Fact]
    public void A_text_entry_has_its_ascii_bytes()
    {
        var entry = new Metadata.Entry("k", "aé");

        Assert.False(entry.IsBinary);
        Assert.Equal("a?"u8.ToArray(), entry.ValueBytes);
    }

    [Fact]
    public void A_text_value_is_not_checked() => Assert.Equal("a\nb", new Metadata.Entry("k", "a\nb").Value);

    [Fact]
    public void A_text_entry_prints_key_and_value() =>
        Assert.Equal("[Entry: key=k, value=v]", new Metadata.Entry("K", "v").ToString());
}
