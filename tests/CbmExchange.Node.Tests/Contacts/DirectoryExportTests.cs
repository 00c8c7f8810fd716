using System.Text.Json;
using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Contracts.Record.V1;
using CbmExchange.Node.Contacts.Export;
using CbmExchange.Node.Reference;
using CbmExchange.Node.Tests.Hosting;
using CbmExchange.Node.Tests.Readings;

namespace CbmExchange.Node.Tests.Contacts;

/// <summary>The directory as files, read by other people's programs (domain.md §4.6).</summary>
public sealed class DirectoryExportTests(TwoNodes nodes) : IClassFixture<TwoNodes>, IAsyncLifetime
{
    private const string Person = "Withheld Person";
    private string record = "";

    private DirectoryService.DirectoryServiceClient DeskB => ContactSteps.Directory(nodes.B);

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        var draft = ContactSteps.Draft("ci:export", "Büro; eins, \"zwei\"\\", contact =>
        {
            contact.OfficeName.Add(new Text { Lang = "fr", Text_ = "Bureau un", Status = "unofficial" });
            contact.Persons[0].Name[0].Text_ = Person;
            contact.Persons.Add(new Person { Id = "shown", Name = { Drafts.Text("Shown Person") } });
            contact.Languages.Add(new SpokenLanguage { Lang = "fr", Level = "basic" });
            contact.Channels[0].KeyFingerprint = new string('a', 40);
            contact.Channels[0].Extension = "12";
            contact.Channels.Add([
                Way("mail", "e-mail", "desk@example.org", 2), Way("chat", "secure-chat", "=1+1", 3),
                Way("secret", "voice", "+442079460199", 4),
            ]);
            contact.Schedule = new Schedule
            {
                TimeZone = "Europe/Vilnius",
                Shifts = { new Shift { Weekday = "mon", From = "08:00", To = "17:00" } },
                ClosedOn = { "2026-12-25" },
            };
        });
        record = (await ContactSteps.PublishedAsync(
            nodes.A, draft, Drafts.To("XB", "persons/one", "channels/secret"))).RecordId;
        await ContactSteps.LookupAsync(
            DeskB, new LookupRequest { State = "XA", Topic = "ci:export" },
            answer => answer.Contacts.Any(one => one.RecordId == record));
    }

    /// <inheritdoc/>
    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Another_library_reads_our_vCard_as_it_reads_our_jCard()
    {
        var (first, text) = await ContactSteps.ExportAsync(DeskB, "vcard", "XA", persons: true);
        var (_, json) = await ContactSteps.ExportAsync(DeskB, "jcard", "XA", persons: true);
        Assert.Equal(("text/vcard; charset=utf-8", "XA.vcf"), (first.MediaType, first.FileName));
        Assert.All(
            text.Split("\r\n"), line => Assert.InRange(System.Text.Encoding.UTF8.GetByteCount(line), 0, 75));

        var read = VCardReader.Read(text);
        Assert.True(JsonElement.DeepEquals(VCardReader.Plain(json), read), $"{read}\n{json}");
        var office = read.EnumerateArray().First(
            card => Values(card, "uid").Contains("urn:uuid:" + record));
        Assert.Equal(["org"], Values(office, "kind"));
        Assert.Equal(["Büro; eins, \"zwei\"\\", "Bureau un"], Values(office, "fn"));
        Assert.Equal(["tel:+442079460101;ext=12"], Values(office, "tel"));
        Assert.Equal(["desk@example.org"], Values(office, "email"));
        Assert.Equal(["en", "fr"], Values(office, "lang"));
        Assert.Equal(["Europe/Vilnius"], Values(office, "tz"));
        Assert.StartsWith("TLP:GREEN. As of 20", Values(office, "note").Single(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("vcard")]
    [InlineData("jcard")]
    [InlineData("csv")]
    [InlineData("card")]
    [InlineData("card-html")]
    public async Task What_was_withheld_is_in_no_file_and_marking_and_date_are_in_each(string format)
    {
        var (first, text) = await ContactSteps.ExportAsync(DeskB, format, "XA", persons: true);
        var flat = text.Replace("\r\n ", "", StringComparison.Ordinal);
        Assert.Contains("TLP:GREEN", flat, StringComparison.Ordinal);
        Assert.Contains("TLP:GREEN", first.Facts.HighestMarking, StringComparison.Ordinal);
        Assert.Contains(
            first.Facts.AsOf.ToDateTimeOffset().UtcDateTime.ToString("yyyy-MM-dd HH:mm'Z'", null), flat,
            StringComparison.Ordinal);
        Assert.DoesNotContain(Person, flat, StringComparison.Ordinal);
        Assert.DoesNotContain("0199", flat, StringComparison.Ordinal);
        Assert.DoesNotContain("460 199", flat, StringComparison.Ordinal);
        Assert.Contains("imply no opinion", Words(flat), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Named_officers_are_in_a_file_only_where_they_are_asked_for()
    {
        Assert.DoesNotContain(
            "Shown Person", (await ContactSteps.ExportAsync(DeskB, "vcard")).Text, StringComparison.Ordinal);
        Assert.Contains(
            "Shown Person", (await ContactSteps.ExportAsync(DeskB, "vcard", "", true)).Text, StringComparison.Ordinal);
        Assert.DoesNotContain(
            "Shown Person", (await ContactSteps.ExportAsync(DeskB, "csv", "", true)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_spreadsheet_has_a_row_a_channel_and_no_cell_that_is_a_formula()
    {
        var (_, text) = await ContactSteps.ExportAsync(DeskB, "csv");
        var table = CsvTable.TryReadText(text)!;
        var rows = table.Rows.Where(row => row[table.Columns.IndexOf("record_id")] == record).ToArray();
        Assert.Equal(["duty", "mail", "chat"], rows.Select(row => row[table.Columns.IndexOf("channel")]));
        Assert.Equal(
            ["'+442079460101", "desk@example.org", "'=1+1"], rows.Select(row => row[table.Columns.IndexOf("value")]));
        Assert.All(table.Rows.SelectMany(row => row), cell => Assert.DoesNotMatch("^[=+@\t-]", cell));
        Assert.Equal(
            ["none nominated"],
            table.Rows.Where(row => row[table.Columns.IndexOf("state")] == "XC")
                .Select(row => row[table.Columns.IndexOf("standing")]));
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("=1")]
    [InlineData("'=1")]
    [InlineData("''=1")]
    [InlineData("'")]
    [InlineData("+999")]
    [InlineData("it's")]
    [InlineData("'tis")]
    public void Taking_the_guard_off_gives_back_what_stood_there(string value)
    {
        var state = new ExportedState(new LookupResponse { Answer = value }, "", []);
        var facts = new ViewFacts { AsOf = new Google.Protobuf.WellKnownTypes.Timestamp() };
        var footer = new ExportFooter { ExportedAt = facts.AsOf };
        var table = CsvTable.TryReadText(DirectoryCsv.Of(new ExportedDirectory([state], facts, footer)))!;
        Assert.Equal(value, DirectoryCsv.Unguarded(table.Rows[0][table.Columns.IndexOf("standing")]));
    }

    [Fact]
    public async Task A_page_for_paper_escapes_what_others_wrote_and_loads_nothing()
    {
        var (_, html) = await ContactSteps.ExportAsync(DeskB, "card-html");
        Assert.Contains("B&#252;ro; eins, &quot;zwei&quot;\\", html, StringComparison.Ordinal);
        Assert.DoesNotContain("http:", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(Count(html, "<section>"), Count(html, "<h1>"));
        Assert.Equal(2 * Count(html, "<section>"), Count(html, "class=\"marking\""));
    }

    [Fact]
    public async Task An_unknown_format_and_an_unknown_State_are_refused()
    {
        Assert.Equal(
            "InvalidArgument FIELDS_INVALID",
            await Refused.ReasonAsync(() => ContactSteps.ExportAsync(DeskB, "pdf")));
        Assert.Equal(
            "NotFound STATE_UNKNOWN",
            await Refused.ReasonAsync(() => ContactSteps.ExportAsync(DeskB, "csv", "Atlantis")));
        Assert.Equal(
            "PermissionDenied ROLE_MISSING",
            await Refused.ReasonAsync(() => ContactSteps.ExportAsync(ContactSteps.Directory(nodes.B, "admin"), "csv")));
    }

    private static Channel Way(string id, string type, string value, int order) =>
        new() { Id = id, Type = type, Value = value, PriorityOrder = order };

    // A card wraps its lines.
    private static string Words(string text) =>
        string.Join(' ', text.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries));

    private static int Count(string text, string part) => text.Split(part).Length - 1;

    private static string[] Values(JsonElement card, string name) =>
        [.. card.EnumerateArray().Where(one => one[0].GetString() == name)
            .SelectMany(one => one[1].EnumerateArray()).Select(value => value.GetString()!)];
}
