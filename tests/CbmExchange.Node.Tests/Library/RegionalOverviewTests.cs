using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Node.Tests.Hosting;
using CbmExchange.Node.Tests.Readings;
using Google.Protobuf.WellKnownTypes;

namespace CbmExchange.Node.Tests.Library;

/// <summary>
/// A regional organisation keeps its overview (domain.md §5.2, J6): its feed, its own withdrawals, a digest by measure
/// before a meeting, and what stands under an export.
/// </summary>
public sealed class RegionalOverviewTests(TwoNodes nodes) : IClassFixture<TwoNodes>
{
    [Fact]
    [Trait("Journey", "J6")]
    public async Task An_organisation_follows_its_members_and_makes_a_digest_by_measure_for_a_meeting()
    {
        var library = new LibraryService.LibraryServiceClient(nodes.B.As("duty"));
        var since = TimeProvider.System.GetUtcNow().AddMinutes(-1).ToTimestamp();
        var kept = await DocumentAsync("osce:7");
        var withdrawn = await DocumentAsync("osce:7");
        var notShared = await Flow.ClearedAsync(nodes.A, Draft("osce:7"));
        await Held.ReleasedAsync(nodes.A, Practice(), "XB");
        await nodes.A.Publishing("authority").WithdrawRecordAsync(new WithdrawRecordRequest
        {
            CommandId = Drafts.NewCommand(),
            RecordId = withdrawn.RecordId,
            ExpectedVersion = withdrawn.HeldVersion,
            ReasonClass = "no-longer-valid",
            Request = "stop-using",
        });
        await TwoNodes.UntilAsync(
            () => Held.AtAsync(nodes.B, withdrawn.RecordId), view => view.State == "withdrawn");

        var feed = await FeedAsync();
        var digest = await library.ReadDigestAsync(new ReadDigestRequest { Since = since, Body = "XO" });

        Assert.Contains(feed, item => item.Change == "published" && item.Record.RecordId == kept.RecordId);
        Assert.Contains(feed, item => item.Change == "withdrawn" && item.Record.RecordId == withdrawn.RecordId);
        var group = Assert.Single(digest.Groups, one => one.Measure == "osce:7");
        Told(group, (kept.RecordId, "published"), (withdrawn.RecordId, "withdrawn"));
        Assert.NotEmpty(group.Gist);
        Assert.DoesNotContain(
            digest.Groups.SelectMany(one => one.Changes), change => change.Item.RecordId == notShared.RecordId);
        Closes(digest);
    }

    private static void Told(DigestGroup group, params (string Record, string Change)[] expected)
    {
        Assert.Equal(
            expected.ToDictionary(one => one.Record, one => one.Change),
            group.Changes.ToDictionary(change => change.Item.RecordId, change => change.Change));
        Assert.Contains(
            "cannot be recalled", group.Changes.Single(change => change.Change == "withdrawn").Item.Notice,
            StringComparison.Ordinal);
    }

    private static void Closes(ReadDigestResponse digest)
    {
        Assert.Equal(["TLP:GREEN"], digest.Footer.Markings);
        Assert.Equal("XB", digest.Footer.ExportedBy);
        Assert.Contains(digest.Footer.Notes, note => note.Contains("imply no opinion", StringComparison.Ordinal));
        Assert.False(digest.IsCut);
    }

    [Fact]
    public async Task A_digest_begins_where_it_is_asked_to_and_knows_the_bodies_of_its_instance_only()
    {
        var library = new LibraryService.LibraryServiceClient(nodes.B.As("duty"));
        await DocumentAsync("osce:4");
        var later = TimeProvider.System.GetUtcNow().AddMinutes(1).ToTimestamp();

        Assert.Empty((await library.ReadDigestAsync(new ReadDigestRequest { Since = later })).Groups);
        Assert.Equal("InvalidArgument FIELDS_INVALID", await Refused.ReasonAsync(async () =>
            await library.ReadDigestAsync(new ReadDigestRequest())));
        Assert.Equal("InvalidArgument FIELDS_INVALID", await Refused.ReasonAsync(async () =>
            await library.ReadDigestAsync(new ReadDigestRequest { Since = later, Body = "NOBODY" })));
    }

    [Fact]
    public async Task A_document_that_is_due_is_listed_and_confirmed_by_a_version_that_says_the_same()
    {
        var library = new LibraryService.LibraryServiceClient(nodes.A.As("author"));
        var draft = Draft("osce:6");
        draft.Body.NationalDocument.ReviewBy =
            TimeProvider.System.GetUtcNow().AddDays(3).ToTimestamp();
        var record = await Held.ReleasedAsync(nodes.A, draft, "XB");
        var due = await TwoNodes.UntilAsync(
            async () => await library.ListDueDocumentsAsync(new ListDueDocumentsRequest()),
            list => list.Documents.Any(one => one.RecordId == record.RecordId));
        Assert.Equal("7-days", due.Documents.Single(one => one.RecordId == record.RecordId).Reminder);

        var confirmed = await nodes.A.Publishing("author").ConfirmDocumentAsync(Flow.Command(record));
        var submitted = await nodes.A.Publishing("author").SubmitRecordAsync(Flow.Command(confirmed));
        var cleared = await nodes.A.Publishing("authority").ClearRecordAsync(Flow.Command(submitted));
        await nodes.A.Publishing("authority").ReleaseRecordAsync(Flow.Release(cleared, Drafts.To("XB")));

        await TwoNodes.UntilAsync(
            async () => await library.ListDueDocumentsAsync(new ListDueDocumentsRequest()),
            list => list.Documents.All(one => one.RecordId != record.RecordId));
        var contact = await nodes.A.Publishing("author").DraftRecordAsync(Drafts.Contact("Somebody Invented"));
        Assert.Equal("FailedPrecondition RECORD_STATE", await Refused.ReasonAsync(async () =>
            await nodes.A.Publishing("author").ConfirmDocumentAsync(Flow.Command(contact))));
    }

    private async Task<RecordCommandReply> DocumentAsync(string measure)
    {
        var record = await Held.ReleasedAsync(nodes.A, Draft(measure), "XB");
        await Held.AtAsync(nodes.B, record.RecordId);
        return record;
    }

    private async Task<List<FeedItem>> FeedAsync()
    {
        using var call = new FeedService.FeedServiceClient(nodes.B.As("duty")).Subscribe(
            new SubscribeRequest { UntilCaughtUp = true, RecordTypes = { "national-document" } });
        var items = new List<FeedItem>();
        while (await call.ResponseStream.MoveNext(CancellationToken.None))
        {
            items.Add(call.ResponseStream.Current);
        }

        return items;
    }

    private static DraftRecordRequest Draft(string measure)
    {
        var draft = Drafts.Strategy();
        (draft.Context, draft.ExerciseId) = ("actual", "");
        draft.Body.NationalDocument.ReportsUnder.Add(measure);
        return draft;
    }

    // What is not actual stands in no digest.
    private static DraftRecordRequest Practice()
    {
        var draft = Drafts.Strategy();
        draft.Context = "test";
        draft.Body.NationalDocument.ReportsUnder.Add("osce:7");
        return draft;
    }
}
