using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Contracts.Record.V1;
using CbmExchange.Node.Tests.Hosting;
using CbmExchange.Node.Tests.Readings;

namespace CbmExchange.Node.Tests.Lanes;

/// <summary>Two lanes of one case: technical teams among each other, and those who speak for the State.</summary>
public sealed class LaneTests(TwoNodes nodes) : IClassFixture<TwoNodes>
{
    private static LaneService.LaneServiceClient Lanes(TestNode node, string officer) => new(node.As(officer));

    [Fact]
    [Trait("Proves", "26d")]
    public async Task A_technical_annex_goes_between_teams_and_the_political_brief_is_released_apart()
    {
        var caseId = Guid.NewGuid().ToString();
        var annex = Examples.Of("technical-annex");
        annex.Body.TechnicalAnnex.CaseId = caseId;
        var drafted = await nodes.A.Publishing("tech").DraftRecordAsync(annex);
        var submitted = await nodes.A.Publishing("tech").SubmitRecordAsync(Flow.Command(drafted));
        var cleared = await nodes.A.Publishing("authority").ClearRecordAsync(Flow.Command(submitted));
        await nodes.A.Publishing("authority").ReleaseRecordAsync(Flow.Release(cleared, Drafts.To("XB")));

        var atTeam = await Held.AtAsync(nodes.B, cleared.RecordId, "tech");
        Assert.Equal("indicators.json", atTeam.Body.TechnicalAnnex.Files.Single().FileName);
        // The first record of a case tells nobody that there is one; whoever holds it is told with the next.
        Assert.Empty(atTeam.Body.TechnicalAnnex.CaseId);

        var brief = Examples.Of("policy-brief");
        brief.Body.PolicyBrief.CaseId = caseId;
        brief.Body.PolicyBrief.DerivedFromId = cleared.RecordId;
        var released = await Held.ReleasedAsync(nodes.A, brief, "XB");
        var political = await Held.AtAsync(nodes.B, released.RecordId, "author");

        Assert.Equal(caseId, political.Body.PolicyBrief.CaseId);
        Assert.Equal(cleared.RecordId, political.Body.PolicyBrief.DerivedFromId);
        Assert.Empty((await Held.TryAsync(nodes.B, released.RecordId, "tech")).ContentHash);
        Assert.Empty((await Held.TryAsync(nodes.A, released.RecordId, "tech")).ContentHash);
        Assert.Equal("PermissionDenied ROLE_MISSING", await Refused.ReasonAsync(async () =>
            await nodes.A.Publishing("tech").ReleaseRecordAsync(Flow.Release(cleared, Drafts.To("XB")))));
    }

    [Fact]
    public async Task The_technical_lane_suggests_and_the_political_lane_of_the_same_State_alone_is_told()
    {
        var annex = await Held.ReleasedAsync(nodes.A, Examples.Of("technical-annex"), "XB");
        await Held.AtAsync(nodes.B, annex.RecordId, "tech");
        var request = new SuggestPoliticalAttentionRequest
        {
            CommandId = Drafts.NewCommand(), Record = annex.RecordId, Note = "Two ministries asked.",
        };

        var first = await Lanes(nodes.B, "tech").SuggestPoliticalAttentionAsync(request);
        var repeated = await Lanes(nodes.B, "tech").SuggestPoliticalAttentionAsync(request);

        var told = (await Lanes(nodes.B, "author").ListPoliticalAttentionAsync(new())).Suggestions;
        var one = Assert.Single(told, suggestion => suggestion.RecordId == annex.RecordId);
        Assert.Equal(first, repeated);
        Assert.Equal(("technical-annex", "XA", "Two ministries asked."), (one.RecordType, one.Originator, one.Note));
        Assert.DoesNotContain(
            (await Lanes(nodes.A, "author").ListPoliticalAttentionAsync(new())).Suggestions,
            suggestion => suggestion.RecordId == annex.RecordId);
        Assert.Equal("PermissionDenied ROLE_MISSING", await Refused.ReasonAsync(async () =>
            await Lanes(nodes.B, "tech").ListPoliticalAttentionAsync(new())));
    }

    [Fact]
    public async Task A_suggestion_names_a_record_that_the_officer_reads_and_says_why()
    {
        var brief = await Held.ReleasedAsync(nodes.A, Examples.Of("policy-brief"), "XB");
        await Held.AtAsync(nodes.B, brief.RecordId, "author");
        var annex = await Held.ReleasedAsync(nodes.A, Examples.Of("technical-annex"), "XB");
        await Held.AtAsync(nodes.B, annex.RecordId, "tech");

        Assert.Equal("NotFound NOT_FOUND", await Refused.ReasonAsync(() => SuggestAsync(brief.RecordId, "Look.")));
        Assert.Equal(
            "InvalidArgument FIELDS_INVALID", await Refused.ReasonAsync(() => SuggestAsync(annex.RecordId, "")));
        Assert.Equal("PermissionDenied ROLE_MISSING", await Refused.ReasonAsync(async () =>
            await Lanes(nodes.B, "observer").SuggestPoliticalAttentionAsync(new() { Record = annex.RecordId })));
    }

    private Task SuggestAsync(string record, string note) =>
        Lanes(nodes.B, "tech").SuggestPoliticalAttentionAsync(new SuggestPoliticalAttentionRequest
        {
            CommandId = Drafts.NewCommand(), Record = record, Note = note,
        }).ResponseAsync;
}
