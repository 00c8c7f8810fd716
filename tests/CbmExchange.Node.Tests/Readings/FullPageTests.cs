using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Node.Tests.Hosting;

namespace CbmExchange.Node.Tests.Readings;

/// <summary>Pages of an officer who may read few of the rows: full as long as there are more, each row once.</summary>
public sealed class FullPageTests(TwoNodes nodes) : IClassFixture<TwoNodes>
{
    private const int HeldCount = 4;
    private const int OwnBetween = 9;
    private const int PageSize = 2;

    [Fact]
    public async Task An_observer_who_reads_every_tenth_document_gets_full_pages_and_each_document_once()
    {
        var held = new List<string>();
        for (var one = 0; one < HeldCount; one++)
        {
            held.Add(await HeldAsync());
            for (var own = 0; own < OwnBetween; own++)
            {
                await PublishAsync(nodes.B, "XA", "own");
            }
        }

        var pages = await PagesAsync("observer", arrivesMeanwhile: true);

        Assert.All(pages.SkipLast(1), page => Assert.Equal(PageSize, page.Count));
        Assert.Equal(held.AsEnumerable().Reverse(), pages.SelectMany(page => page));
        Assert.Equal(HeldCount / PageSize, pages.Count);
    }

    // A document that arrives between two pages is newer than both: it moves nothing.
    private async Task<List<List<string>>> PagesAsync(string officer, bool arrivesMeanwhile)
    {
        var library = new LibraryService.LibraryServiceClient(nodes.B.As(officer));
        var request = new SearchLibraryRequest { Query = "tenth", Shelf = "documents", PageSize = PageSize };
        var pages = new List<List<string>>();
        do
        {
            var page = await library.SearchLibraryAsync(request);
            Assert.Equal(page.Items.Count, page.Facts.VisibleCount);
            pages.Add([.. page.Items.Select(item => item.RecordId)]);
            request.PageToken = page.NextPageToken;
            if (arrivesMeanwhile && pages.Count == 1)
            {
                await HeldAsync();
            }
        }
        while (request.PageToken.Length > 0);
        return pages;
    }

    private async Task<string> HeldAsync()
    {
        var record = await PublishAsync(nodes.A, "XB", "tenth");
        await TwoNodes.UntilAsync(
            async () =>
            {
                var found = await new LibraryService.LibraryServiceClient(nodes.B.As("observer"))
                    .SearchLibraryAsync(new SearchLibraryRequest { Query = "tenth", PageSize = 50 });
                return found.Items.Any(item => item.RecordId == record);
            },
            arrived => arrived);
        return record;
    }

    private static async Task<string> PublishAsync(TestNode node, string to, string who)
    {
        var draft = Drafts.Strategy();
        draft.Body.NationalDocument.Title[0].Text_ = $"The tenth, {who}";
        var cleared = await Flow.ClearedAsync(node, draft);
        await node.Publishing("authority").ReleaseRecordAsync(Flow.Release(cleared, Drafts.To(to)));
        return cleared.RecordId;
    }
}
