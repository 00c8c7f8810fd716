using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Contracts.Record.V1;
using CbmExchange.Node.Tests.Hosting;
using CbmExchange.Node.Tests.Readings;

namespace CbmExchange.Node.Tests.Library;

/// <summary>What is critical, and how serious a State calls something (A/68/98 §26(e)).</summary>
public sealed class SeverityTests(TwoNodes nodes) : IClassFixture<TwoNodes>
{
    [Fact]
    [Trait("Proves", "26e")]
    public async Task A_statement_of_categories_arrives_without_assets_and_a_level_is_shown_as_its_State_mapped_it()
    {
        var statement = await Held.ReleasedAsync(nodes.A, Examples.Of("ci-category-statement"), "XB");
        var withAsset = Examples.Of("ci-category-statement");
        withAsset.Body.CiCategoryStatement.Definition[0].Text_ = "The station at 54.6872, 25.2797 and 192.0.2.0/24.";
        var refused = await Refused.ReasonAsync(async () =>
            await nodes.A.Publishing("author").DraftRecordAsync(withAsset));
        var notice = await Held.ReleasedAsync(nodes.A, Notice("n3", "", "proved-scale"), "XB");
        var before = await Held.AtAsync(nodes.B, notice.RecordId);
        var scale = await Held.ReleasedAsync(nodes.A, Scale("proved-scale", "n3", "high"), "XB");
        await Held.AtAsync(nodes.B, scale.RecordId);

        var shown = await Held.AtAsync(nodes.B, notice.RecordId);

        Assert.NotEmpty((await Held.AtAsync(nodes.B, statement.RecordId)).Body.CiCategoryStatement.Sectors);
        Assert.Equal("InvalidArgument FIELDS_INVALID", refused);
        Assert.Empty(before.SeverityMeanings);
        var meaning = Assert.Single(shown.SeverityMeanings);
        Assert.Equal(("n3", "severity-common", "high"), (meaning.Level, meaning.ToScale, meaning.ToLevel));
        Assert.Equal("XA", meaning.SaidBy);
        Assert.Equal("Ministry of XA", meaning.DeclaredBy);
        Assert.Equal(scale.RecordId, meaning.RecordId);
    }

    [Fact]
    public async Task A_level_that_no_scale_maps_stays_as_it_is_and_another_States_scale_of_that_name_says_nothing()
    {
        var theirs = await Held.ReleasedAsync(nodes.B, Scale("lonely-scale", "n3", "emergency"), "XA");
        await Held.AtAsync(nodes.A, theirs.RecordId);
        var own = await Held.ReleasedAsync(nodes.A, Notice("n3", "", "lonely-scale"), "XB");
        var mapped = await Held.ReleasedAsync(nodes.A, Scale("lonely-scale", "n4", "high"), "XB");
        await Held.AtAsync(nodes.B, mapped.RecordId);

        Assert.Empty((await Held.AtAsync(nodes.A, own.RecordId)).SeverityMeanings);
        Assert.Empty((await Held.AtAsync(nodes.B, own.RecordId)).SeverityMeanings);
    }

    [Fact]
    public async Task What_the_notice_says_itself_and_what_the_scale_says_stand_beside_each_other()
    {
        var scale = await Held.ReleasedAsync(nodes.A, Scale("two-words", "n3", "high"), "XB");
        var notice = await Held.ReleasedAsync(nodes.A, Notice("n3", "severe", "two-words"), "XB");
        await Held.AtAsync(nodes.B, scale.RecordId);

        var shown = await Held.AtAsync(nodes.B, notice.RecordId);

        Assert.Equal(["severe", "high"], shown.SeverityMeanings.Select(one => one.ToLevel));
    }

    [Fact]
    public async Task A_withdrawn_scale_maps_nothing_any_more()
    {
        var scale = await Held.ReleasedAsync(nodes.A, Scale("gone-scale", "n3", "high"), "XB");
        var notice = await Held.ReleasedAsync(nodes.A, Notice("n3", "", "gone-scale"), "XB");
        await Held.AtAsync(nodes.B, scale.RecordId);
        Assert.Single((await Held.AtAsync(nodes.B, notice.RecordId)).SeverityMeanings);

        await nodes.A.Publishing("authority").WithdrawRecordAsync(new WithdrawRecordRequest
        {
            CommandId = Drafts.NewCommand(),
            RecordId = scale.RecordId,
            ExpectedVersion = scale.HeldVersion,
            ReasonClass = "no-longer-valid",
            Request = "stop-using",
        });

        await TwoNodes.UntilAsync(
            () => Held.AtAsync(nodes.B, notice.RecordId), view => view.SeverityMeanings.Count == 0);
    }

    private static DraftRecordRequest Notice(string level, string mapped, string scale)
    {
        var draft = Drafts.Notification("XB", "routine");
        draft.Context = "actual";
        draft.ExerciseId = "";
        draft.Body.IncidentNotification.Severity = new Severity
        {
            ScaleId = scale, Level = level, MappedLevel = mapped,
        };
        return draft;
    }

    private static DraftRecordRequest Scale(string id, string level, string to)
    {
        var draft = Examples.Of("severity-scale");
        draft.Body.SeverityScale.ScaleId = id;
        draft.Body.SeverityScale.Levels[1].Id = level;
        draft.Body.SeverityScale.Mappings.Clear();
        draft.Body.SeverityScale.Mappings.Add(new SeverityMapping
        {
            FromLevel = level, ToScale = "severity-common", ToLevel = to, DeclaredBy = "Ministry of XA",
        });
        return draft;
    }
}
