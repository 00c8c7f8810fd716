#if !COMPLETE_REGISTRY
using Grpc.Core;

namespace CbmExchange.Substitutes.Tests.Contract;

/// <summary>Where a substitute is stricter or kinder than the official assembly; only misuse notices.</summary>
public sealed class DeliberateDifferences
{
    [Fact]
    public void An_empty_key_is_refused() =>
        Assert.Throws<ArgumentException>(() => new Metadata.Entry("", "v"));

    [Fact]
    public void A_binary_entry_prints_its_bytes_in_hexadecimal() =>
        Assert.Equal("[Entry: key=k-bin, valueBytes=0aff]", new Metadata.Entry("k-bin", [10, 255]).ToString());

    [Fact]
    public void A_missing_identity_property_gives_no_identity() =>
        Assert.Empty(new AuthContext("missing", []).PeerIdentity);
}
#endif
