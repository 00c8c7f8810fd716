using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Contracts.Record.V1;
using CbmExchange.Node.Tests.Hosting;
using CbmExchange.Node.Tests.Readings;
using Google.Protobuf.WellKnownTypes;

namespace CbmExchange.Node.Tests.Library;

/// <summary>Searches of the library at the node that the documents were released to.</summary>
public sealed class LibraryFilterTests(TwoNodes nodes) : IClassFixture<TwoNodes>
{
    private LibraryService.LibraryServiceClient Library => new(nodes.B.As("duty"));

    [Fact]
    public async Task Each_filter_finds_what_it_names_and_leaves_the_rest_out()
    {
        var strategy = await DocumentAsync(document =>
        {
            document.Kind = "strategy";
            document.Topics.Clear();
            document.Topics.Add("filters-one");
            document.Languages.Clear();
            document.Languages.Add("fr");
            document.ReportsUnder.Add("osce:7");
            (document.InForceFrom, document.InForceUntil) = ("2024", "2026-06");
        });
        var policy = await DocumentAsync(document =>
        {
            document.Kind = "policy";
            document.Topics.Add("filters-two");
            document.ReportsUnder.Add("oas:1");
            (document.Status, document.InForceFrom) = ("draft-for-consultation", "2027-01-01");
        });

        await FindsAsync(new() { Kind = "strategy" }, strategy, policy);
        await FindsAsync(new() { Kind = "policy" }, policy, strategy);
        await FindsAsync(new() { Topic = "filters-one" }, strategy, policy);
        await FindsAsync(new() { Language = "fr" }, strategy, policy);
        await FindsAsync(new() { Language = "en" }, policy);
        await FindsAsync(new() { Measure = "osce:7" }, strategy, policy);
        await FindsAsync(new() { Measure = "oas:1" }, policy, strategy);
        await FindsAsync(new() { InForceOn = "2026-06-30" }, strategy, policy);
        await FindsAsync(new() { InForceOn = "2024-01-01" }, strategy, policy);
        await FindsAsync(new() { InForceOn = "2027-01-01" }, policy, strategy);
        await LeavesOutAsync(new() { InForceOn = "2023-12-31" }, strategy, policy);
        await LeavesOutAsync(new() { InForceOn = "2026-12-31" }, strategy, policy);
    }

    [Fact]
    public async Task A_position_is_found_by_its_topic_and_by_the_first_part_of_it()
    {
        var draft = Examples.Of("national-position");
        draft.Body.NationalPosition.Topic = "international-law:sovereignty";
        var position = (await Held.ReleasedAsync(nodes.A, draft, "XB")).RecordId;
        await Held.AtAsync(nodes.B, position);

        await FindsAsync(new() { Topic = "international-law:sovereignty" }, position);
        await FindsAsync(new() { Topic = "international-law" }, position);
        await LeavesOutAsync(new() { Topic = "international" }, position);
    }

    [Fact]
    public async Task What_changed_since_a_moment_is_found_also_when_it_was_taken_back()
    {
        var before = TimeProvider.System.GetUtcNow().AddMinutes(-1);
        var record = await Held.ReleasedAsync(nodes.A, Draft(_ => { }), "XB");
        await Held.AtAsync(nodes.B, record.RecordId);
        await FindsAsync(new() { ChangedSince = before.ToTimestamp() }, record.RecordId);
        var between = TimeProvider.System.GetUtcNow();
        await LeavesOutAsync(new() { ChangedSince = between.ToTimestamp() }, record.RecordId);

        await WithdrawAsync(record);
        await TwoNodes.UntilAsync(
            () => Held.AtAsync(nodes.B, record.RecordId), view => view.State == "withdrawn");

        await FindsAsync(new() { ChangedSince = between.ToTimestamp() }, record.RecordId);
    }

    [Fact]
    public async Task A_filter_that_is_none_is_refused_and_reference_data_has_no_filters()
    {
        foreach (var request in new SearchLibraryRequest[]
        {
            new() { InForceOn = "yesterday" },
            new() { Kind = new string('a', 65) },
            new() { Topic = "norms", Shelf = "strategies" },
        })
        {
            Assert.Equal("InvalidArgument FIELDS_INVALID", await Refused.ReasonAsync(async () =>
                await Library.SearchLibraryAsync(request)));
        }
    }

    [Fact]
    public async Task Two_States_stand_side_by_side_and_one_that_shared_nothing_says_only_that()
    {
        var draft = Examples.Of("national-position");
        var view = draft.Body.NationalPosition;
        view.Topic = "terminology";
        draft.AuthoritativeLanguages.Add("fr");
        foreach (var texts in new[] { view.Subject, view.Title, view.Text })
        {
            texts.Add(new Text { Lang = "fr", Text_ = "Notre avis.", Status = "authoritative" });
        }

        var position = (await Held.ReleasedAsync(nodes.A, draft, "XB")).RecordId;
        await Held.AtAsync(nodes.B, position);

        var side = await Library.CompareStatesAsync(
            new CompareStatesRequest { States = { "XB", "XA", "XC" }, Topic = "terminology" });

        Assert.Equal(["XB", "XA", "XC"], side.Columns.Select(column => column.State));
        Assert.Empty(side.Columns[0].Records);
        Assert.Empty(side.Columns[2].Records);
        Assert.Equal(["en", "fr"], side.Columns[1].Records.Single().Text.Select(text => text.Lang));
        Assert.Equal("XB", side.Footer.ExportedBy);
        Assert.Equal("InvalidArgument FIELDS_INVALID", await Refused.ReasonAsync(async () =>
            await Library.CompareStatesAsync(new CompareStatesRequest { States = { "XA" } })));
        Assert.Equal("InvalidArgument FIELDS_INVALID", await Refused.ReasonAsync(async () =>
            await Library.CompareStatesAsync(new CompareStatesRequest { States = { "XA", "Nowhere" } })));
    }

    [Fact]
    public async Task Several_authoritative_titles_are_all_shown_and_none_is_chosen()
    {
        var draft = Draft(_ => { });
        var document = draft.Body.NationalDocument;
        draft.AuthoritativeLanguages.Clear();
        draft.AuthoritativeLanguages.Add(["fr", "nl"]);
        document.Sections.Clear();
        foreach (var texts in new[] { document.Subject, document.Title, document.Abstract, document.IssuingBody })
        {
            texts.Clear();
            texts.Add(new Text { Lang = "fr", Text_ = "Stratégie double", Status = "authoritative" });
            texts.Add(new Text { Lang = "nl", Text_ = "Dubbele strategie", Status = "authoritative" });
            texts.Add(new Text { Lang = "en", Text_ = "Double strategy", Status = "machine" });
        }

        var record = (await Held.ReleasedAsync(nodes.A, draft, "XB")).RecordId;
        await Held.AtAsync(nodes.B, record);

        var found = (await Library.SearchLibraryAsync(new() { Query = "dubbele" })).Items;

        Assert.Equal(
            "Stratégie double / Dubbele strategie [Double strategy (en, machine)]",
            found.Single(item => item.RecordId == record).Title);
    }

    private async Task<string> DocumentAsync(Action<NationalDocument> change)
    {
        var record = (await Held.ReleasedAsync(nodes.A, Draft(change), "XB")).RecordId;
        await Held.AtAsync(nodes.B, record);
        return record;
    }

    private static DraftRecordRequest Draft(Action<NationalDocument> change)
    {
        var draft = Drafts.Strategy();
        (draft.Context, draft.ExerciseId) = ("actual", "");
        change(draft.Body.NationalDocument);
        return draft;
    }

    private async Task WithdrawAsync(RecordCommandReply record) =>
        await nodes.A.Publishing("authority").WithdrawRecordAsync(new WithdrawRecordRequest
        {
            CommandId = Drafts.NewCommand(),
            RecordId = record.RecordId,
            ExpectedVersion = record.HeldVersion,
            ReasonClass = "policy-change",
            Request = "stop-using",
        });

    private async Task FindsAsync(SearchLibraryRequest request, string wanted, params string[] others)
    {
        request.PageSize = 200;
        var found = (await Library.SearchLibraryAsync(request)).Items.Select(item => item.RecordId).ToList();
        Assert.Contains(wanted, found);
        Assert.Empty(others.Intersect(found));
    }

    private async Task LeavesOutAsync(SearchLibraryRequest request, params string[] others)
    {
        request.PageSize = 200;
        var found = (await Library.SearchLibraryAsync(request)).Items.Select(item => item.RecordId);
        Assert.Empty(others.Intersect(found));
    }
}
