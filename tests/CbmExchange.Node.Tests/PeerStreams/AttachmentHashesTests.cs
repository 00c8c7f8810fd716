using System.Buffers.Text;
using System.Text;
using CbmExchange.Node.PeerStreams;

namespace CbmExchange.Node.Tests.PeerStreams;

/// <summary>Whatever a peer writes into a disclosure, looking for attachments in it throws nothing.</summary>
public sealed class AttachmentHashesTests
{
    private const string Hash = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

    [Theory]
    [InlineData("""["salt","attachments",{"sha256":"\ud800","sizeBytes":1}]""")]
    [InlineData("""["salt","attachments",{"\ud800":1,"sha256":"x","sizeBytes":1}]""")]
    [InlineData("""["salt","attachments",{"sha256":"x","sizeBytes":"\ud800"}]""")]
    [InlineData("""["salt","attachments",{"sha256":"x","sha256":"y","sizeBytes":1}]""")]
    [InlineData("""["salt","attachments",{"sha256":7,"sizeBytes":{}}]""")]
    [InlineData("not json")]
    public void A_disclosure_that_cannot_be_read_discloses_nothing(string json) =>
        Assert.Empty(AttachmentHashes.In([Encode(json), "!"]));

    [Fact]
    public void A_bad_disclosure_hides_no_good_one()
    {
        var good = $$"""["salt",{"sha256":"{{Hash}}","sizeBytes":"12"}]""";

        var found = AttachmentHashes.In([Encode("""["salt","title","\udc00"]"""), Encode(good)]);

        Assert.Equal([(Hash, 12L)], found.Select(one => (one.Hash.Hex, one.SizeBytes)));
    }

    [Fact]
    public void An_attachment_whose_name_is_spelt_with_escapes_is_found()
    {
        var escaped = $$"""["salt",{"\u0073ha256":"{{Hash}}","sizeBytes":"12"}]""";

        Assert.Equal(12L, Assert.Single(AttachmentHashes.In([Encode(escaped)])).SizeBytes);
    }

    private static string Encode(string json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));
}
