using static CbmExchange.Domain.Tests.Fixture;

namespace CbmExchange.Domain.Tests;

/// <summary>A statement of what is critical names categories: no places, no addresses (A/68/98 §26(e)).</summary>
public sealed class AssetTextTests
{
    private const string Type = "ci-category-statement";

    [Theory]
    [InlineData("See 54.6872, 25.2797.")]
    [InlineData("54.68723 25.27971")]
    [InlineData("-33.8688;151.2093")]
    [InlineData("(54,6872 / 25,2797)")]
    [InlineData("\uff15\uff14.6872, 25.2797")]
    [InlineData("\u0665\u0664.\u0666\u0668\u0667\u0662, 25.2797")]
    [InlineData("54\u00b041'14\"N 25\u00b016'47\"E")]
    [InlineData("54.68\u00b0 N")]
    [InlineData("N 54.68 E 25.28")]
    [InlineData("54.68N, 25.28E")]
    [InlineData("geo:54.68,25.28")]
    public void Coordinates_are_refused(string text) => Assert.Equal(["definition[0].text"], FaultsOf(text));

    [Theory]
    [InlineData("10.0.0.0/8")]
    [InlineData("All of 192.0.2.0 - 192.0.2.255.")]
    [InlineData("192.0.2.17")]
    [InlineData("192.0.2.*")]
    [InlineData("1.2.3.4/24")]
    [InlineData("2001:db8::/32")]
    [InlineData("fe80::1")]
    [InlineData("https://[2001:db8::1]/")]
    [InlineData("http://192.0.2.17:8080/")]
    [InlineData("\u0661\u0669\u0662.0.2.17")]
    public void Network_addresses_are_refused(string text) => Assert.Equal(["definition[0].text"], FaultsOf(text));

    [Theory]
    [InlineData("Supply of 2,500 megawatts, 12,000 homes and 1,250 hospitals.")]
    [InlineData("Article 4.1.2.3 of the act.")]
    [InlineData("Version 2.0.1 of the list, 12.5 per cent, 3.14159.")]
    [InlineData("From 08:00 to 16:30:00 on 2026-03-17T08:00:00Z.")]
    [InlineData("Amounts of 12.345 and 13.456 euros.")]
    [InlineData("Below 0 \u00b0C no supply.")]
    [InlineData("Sectors: energy, health: both.")]
    [InlineData("256.300.1.2 is no address.")]
    public void What_only_looks_like_it_is_taken(string text) => Assert.Empty(FaultsOf(text));

    [Fact]
    public void Every_text_is_looked_at()
    {
        var address = RecordRulesTests.Words("10.0.0.0/8");
        var sectors = $$"""[{"sector":"energy"},{"sector":"health","note":{{address}}}]""";
        var content = With(
            Templates.Of(Type), ("title", address), ("legalBasis", "\"54.6872, 25.2797\""), ("sectors", sectors));

        Assert.Equal(
            ["legalBasis", "sectors[1].note[0].text", "title[0].text"],
            Faults(Type, content).Order(StringComparer.Ordinal));
    }

    private static string[] FaultsOf(string text) =>
        Faults(Type, With(Templates.Of(Type), ("definition", RecordRulesTests.Words(text))));
}
