using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Domain.Records;
using CbmExchange.Node.Tests.Hosting;
using CbmExchange.Web.Tests.Browsing;

namespace CbmExchange.Web.Tests.Publishing;

/// <summary>One form serves every record type, so every type is tried in it.</summary>
[Collection(InChromium.Name)]
public sealed class EveryFormTests(Chromium chromium, DeskNodes desk) : IClassFixture<DeskNodes>
{
    [Fact]
    public async Task Each_type_has_a_form_that_says_what_is_missing_and_saving_an_example_changes_nothing_in_it()
    {
        await using var author = await Visit.AsAsync(
            chromium, desk.Nodes.A, "author", options => options.JavaScriptEnabled = false);
        foreach (var row in RecordCatalogue.Rows.Where(row => row.Family == RecordFamily.Message))
        {
            await author.OpenAsync($"/records/new/{row.Code}");
            Assert.Equal(row.Label, await author.Page.Locator("h1").InnerTextAsync());
            await author.SaveAsync(isFaulty: true);
        }

        foreach (var row in RecordCatalogue.Rows.Where(row =>
            row is { Family: RecordFamily.Document or RecordFamily.Contact, OnlyContext: null }))
        {
            await SavedAsIsAsync(author, row.Code);
        }

        Assert.Empty(author.Complaints);
    }

    private async Task SavedAsIsAsync(Visit author, string type)
    {
        var publishing = desk.Nodes.A.Publishing("author");
        var drafted = await publishing.DraftRecordAsync(Examples.Of(type));
        var before = await publishing.GetRecordAsync(new GetRecordRequest { Record = drafted.RecordId });

        await author.OpenAsync($"/records/{drafted.RecordId}/edit");
        await author.SaveAsync();

        var after = await publishing.GetRecordAsync(new GetRecordRequest { Record = drafted.RecordId });
        Assert.NotEqual(before.HeldVersion, after.HeldVersion);
        Assert.Equal(Undated(before.Body), Undated(after.Body));
    }

    // The node writes when a version was written.
    private static string Undated(RecordBody body) => System.Text.RegularExpressions.Regex.Replace(
        body.ToString(), "\"authoredAt\": \"[^\"]*\"", "");
}
