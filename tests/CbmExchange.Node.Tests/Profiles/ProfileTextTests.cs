using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Node.Tests.Hosting;
using CbmExchange.Node.Tests.Readings;

namespace CbmExchange.Node.Tests.Profiles;

/// <summary>CSIRT profiles as texts of RFC 2350 between two nodes.</summary>
public sealed class ProfileTextTests(TwoNodes nodes) : IClassFixture<TwoNodes>
{
    private static ProfileService.ProfileServiceClient Profiles(TestNode node, string officer) => new(node.As(officer));

    [Fact]
    [Trait("Proves", "32b")]
    public async Task A_profile_that_was_released_is_exported_by_its_recipient_as_text_of_RFC_2350()
    {
        var profile = await Held.ReleasedAsync(nodes.A, Examples.Of("csirt-profile"), "XB");
        await Held.AtAsync(nodes.B, profile.RecordId);

        var text = (await Profiles(nodes.B, "duty").WriteProfileTextAsync(
            new WriteProfileTextRequest { Record = profile.ReferenceNumber })).Text.Split('\n');

        Assert.Equal("TLP:GREEN", text[0]);
        Assert.StartsWith("Profile of XA, self-declared, signature valid", text[1], StringComparison.Ordinal);
        foreach (var chapter in (string[])
            ["1. Document Information", "2. Contact Information", "3. Charter", "4. Policies", "5. Services",
                "6. Incident Reporting Forms", "7. Disclaimers"])
        {
            Assert.Contains(chapter, text);
        }

        Assert.Equal("   CSIRT of Example", text[Array.IndexOf(text, "2.1. Name of the Team") + 1]);
        Assert.Equal("   Europe/Vilnius", text[Array.IndexOf(text, "2.3. Time Zone") + 1]);
    }

    [Fact]
    public async Task A_text_is_read_into_a_draft_that_a_second_person_clears()
    {
        var own = await Flow.ClearedAsync(nodes.A, Examples.Of("csirt-profile"));
        var text = await Profiles(nodes.A, "tech").WriteProfileTextAsync(
            new WriteProfileTextRequest { Record = own.RecordId });

        var read = await Profiles(nodes.A, "tech").ReadProfileTextAsync(
            new ReadProfileTextRequest { Text = text.Text, Lang = "en", Role = "national" });
        var profile = read.Body.CsirtProfile;
        profile.Subject.Add(Drafts.Text("Profile read from a text"));
        var again = Examples.Of("csirt-profile");
        var expected = again.Body.CsirtProfile.Clone();
        again.Body = read.Body;
        var cleared = await Flow.ClearedAsync(nodes.A, again);

        Assert.All(read.NotUnderstood, one => Assert.Empty(one.Heading));
        Assert.Equal(expected.Mission, profile.Mission);
        Assert.Equal(expected.Keys, profile.Keys);
        Assert.Equal(expected.IncidentResponse, profile.IncidentResponse);
        Assert.Equal("cleared", cleared.State);
    }

    [Fact]
    public async Task Without_language_and_role_nothing_is_read_and_another_record_is_no_profile()
    {
        Assert.Equal("InvalidArgument FIELDS_INVALID", await Refused.ReasonAsync(async () =>
            await Profiles(nodes.A, "author").ReadProfileTextAsync(
                new ReadProfileTextRequest { Text = "3.1 Mission" })));
        Assert.Equal("PermissionDenied ROLE_MISSING", await Refused.ReasonAsync(async () =>
            await Profiles(nodes.A, "observer").ReadProfileTextAsync(new ReadProfileTextRequest { Text = "a" })));
        var strategy = await Flow.ClearedAsync(nodes.A);
        Assert.Equal("NotFound NOT_FOUND", await Refused.ReasonAsync(async () =>
            await Profiles(nodes.A, "author").WriteProfileTextAsync(
                new WriteProfileTextRequest { Record = strategy.RecordId })));
    }
}
