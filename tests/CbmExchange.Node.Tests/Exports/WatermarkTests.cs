using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Domain.Officers;
using CbmExchange.Node.Tests.Contacts;
using CbmExchange.Node.Tests.Hosting;
using CbmExchange.Node.Tests.Readings;
using CbmExchange.Store;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;

namespace CbmExchange.Node.Tests.Exports;

/// <summary>
/// A paper that is found where it should not be says from which participant it came, when it was made, and how it is
/// marked; and the log of that participant says who took it (domain.md §4.21: 40).
/// </summary>
public sealed class WatermarkTests(TwoNodes nodes) : IClassFixture<TwoNodes>, IAsyncLifetime
{
    private static readonly string[] Formats = ["vcard", "jcard", "csv", "card", "card-html"];

    private RecordCommandReply profile = null!;
    private RecordCommandReply notice = null!;

    private TestNode B => nodes.B;

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        await ContactSteps.PublishedAsync(nodes.A, ContactSteps.Draft("ci:water", "Water desk"), Drafts.To("XB"));
        profile = await Held.ReleasedAsync(nodes.A, Examples.Of("csirt-profile"), "XB");
        notice = await Held.ReleasedAsync(nodes.A, Drafts.Notification("XB", "priority"), "XB");
        var report = await Held.ReleasedAsync(nodes.A, Examples.Of("implementation-report"), "XB");
        var strategy = await Held.ReleasedAsync(nodes.A, Drafts.Strategy(), "XB");
        foreach (var record in (string[])
            [profile.RecordId, notice.RecordId, report.RecordId, strategy.RecordId])
        {
            await Held.AtAsync(B, record);
        }

        await ContactSteps.LookupAsync(
            ContactSteps.Directory(B), new LookupRequest { State = "XA", Topic = "ci:water" },
            answer => answer.Contacts.Count > 0);
    }

    /// <inheritdoc/>
    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    [Trait("Edge", "40")]
    public async Task Whatever_leaves_the_node_says_from_whom_it_came_when_and_under_which_marking()
    {
        foreach (var (what, footer) in await FootersAsync())
        {
            Assert.True(footer is not null, what);
            Assert.Equal((what, "XB"), (what, footer.ExportedBy));
            Assert.InRange(
                (nodes.Clock.GetUtcNow() - footer.ExportedAt.ToDateTimeOffset()).TotalMinutes, -0.1, 5);
            Assert.True(footer.Markings is ["TLP:GREEN"], $"{what}: {footer.Markings}");
            Assert.Contains(footer.Notes, note => note.Contains("cannot be recalled", StringComparison.Ordinal));
        }
    }

    [Fact]
    [Trait("Edge", "40")]
    public async Task A_file_of_contacts_and_a_text_of_a_profile_carry_it_within()
    {
        foreach (var format in Formats)
        {
            var (first, text) = await ContactSteps.ExportAsync(ContactSteps.Directory(B), format, "XA");
            var words = Words(text.Replace("\r\n ", "", StringComparison.Ordinal));
            var at = first.Footer.ExportedAt.ToDateTimeOffset().UtcDateTime.ToString("yyyy-MM-dd HH:mm'Z'", null);
            Assert.Contains(format == "csv" ? $"XB,{at}" : $"Exported by XB at {at}", words, StringComparison.Ordinal);
            Assert.Contains("TLP:GREEN", words, StringComparison.Ordinal);
        }

        var profileText = await ProfileAsync();
        Assert.Contains("Exported by XB at 20", Words(profileText.Text), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Edge", "40")]
    public async Task Who_took_contacts_out_is_kept_before_the_first_byte_and_what_they_are_is_not()
    {
        using var call = ContactSteps.Directory(B).ExportDirectory(
            new ExportDirectoryRequest { Format = "jcard", State = "XA", WithPersons = true });
        Assert.True(await call.ResponseStream.MoveNext(CancellationToken.None));

        var kept = Assert.Single(await KeptAsync(), one => one.Format == "jcard" && one.WithPersons);
        Assert.Equal(("XA", true), (kept.State, kept.Contacts >= 1));
        Assert.DoesNotContain("Water desk", kept.ToString(), StringComparison.Ordinal);
        var officers = await B.Administration("admin").ListOfficersAsync(new ListOfficersRequest());
        Assert.Equal("duty", officers.Officers.Single(one => one.OfficerId == kept.Officer.Value).Label);
    }

    [Fact]
    [Trait("Edge", "40")]
    public async Task While_the_log_is_away_the_file_is_given_and_the_event_follows_once()
    {
        await Cases.DatabaseSwitch.OffAsync(nodes.HomeB);
        string text;
        try
        {
            (_, text) = await ContactSteps.ExportAsync(ContactSteps.Directory(B), "vcard", "XA", persons: true);
        }
        finally
        {
            await Cases.DatabaseSwitch.OnAsync(nodes.HomeB);
        }

        Assert.Contains("Water desk", text, StringComparison.Ordinal);
        await TwoNodes.UntilAsync(
            async () =>
            {
                try
                {
                    return (await KeptAsync()).Count(one => one.Format == "vcard" && one.WithPersons);
                }
                catch (StoreUnavailableException)
                {
                    return 0;
                }
            },
            count => count == 1);
    }

    private async Task<List<(string What, ExportFooter? Footer)>> FootersAsync()
    {
        var directory = ContactSteps.Directory(B);
        List<(string, ExportFooter?)> all = [];
        foreach (var format in Formats)
        {
            all.Add((format, (await ContactSteps.ExportAsync(directory, format, "XA")).First.Footer));
        }

        var sheet = new CompareDirectoryRequest { Csv = ByteString.CopyFromUtf8("state,office\nXA,Another\n") };
        all.Add(("compare", (await directory.CompareDirectoryAsync(sheet)).Footer));
        var library = new LibraryService.LibraryServiceClient(B.As("duty"));
        var digest = new ReadDigestRequest { Since = new Timestamp { Seconds = 1_700_000_000 } };
        all.Add(("digest", (await library.ReadDigestAsync(digest)).Footer));
        var beside = new CompareStatesRequest { States = { "XA", "XB" } };
        all.Add(("states", (await library.CompareStatesAsync(beside)).Footer));
        var reports = new ReportService.ReportServiceClient(B.As("duty"));
        var matrix = new ReadReportMatrixRequest { Catalogue = "osce-16" };
        all.Add(("matrix", (await reports.ReadReportMatrixAsync(matrix)).Footer));
        all.Add(("profile", (await ProfileAsync()).Footer));
        all.Add(("stream", await StreamFooterAsync()));
        var found = await B.Cases("duty").GetCaseAsync(new GetCaseRequest { Case = notice.RecordId });
        all.Add(("case", found.Footer));
        return all;
    }

    private async Task<ExportFooter?> StreamFooterAsync()
    {
        using var call = new ExportService.ExportServiceClient(B.As("authority")).ExportStream(
            new ExportStreamRequest { Participant = "XA", Direction = "in" });
        List<ExportStreamResponse> all = [];
        await foreach (var piece in call.ResponseStream.ReadAllAsync())
        {
            all.Add(piece);
        }

        Assert.All(all.SkipLast(1), piece => Assert.Null(piece.Footer));
        return all[^1].Footer;
    }

    private async Task<WriteProfileTextResponse> ProfileAsync() =>
        await new ProfileService.ProfileServiceClient(B.As("duty")).WriteProfileTextAsync(
            new WriteProfileTextRequest { Record = profile.RecordId });

    private async Task<List<DirectoryExported>> KeptAsync()
    {
        var kept = new List<DirectoryExported>();
        await foreach (var stored in B.Host.Services.GetRequiredService<IEventStore>()
            .ReadAllAsync(default, CancellationToken.None))
        {
            kept.AddRange(stored.Body is DirectoryExported one ? [one] : []);
        }

        return kept;
    }

    private static string Words(string text) =>
        string.Join(' ', text.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries));
}
