using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Contracts.Record.V1;
using CbmExchange.Contracts.Sync.V1;
using CbmExchange.Node.Tests.Hosting;
using CbmExchange.Node.Tests.Readings;
using CbmExchange.Testing;

namespace CbmExchange.Node.Tests.Sharing;

/// <summary>
/// A new strategy for 57 members of a body, minus oneself, minus one, plus two (domain.md §5.1 J1), and what may become
/// of those who receive it (§4.21).
/// </summary>
public sealed class PublishJourneyTests : IAsyncLifetime
{
    private const int Members = 57;

    private static readonly string[] Officers =
        ["--officer", "admin=node-admin", "author=poc-officer", "authority=releasing-authority", "duty=duty-officer"];

    private readonly PostgresFixture postgres = new();
    private readonly string instance = BodyInstance.Write(Members, others: 2);
    private readonly List<TestHome> homes = [];
    private TestNode author = null!;
    private TestNode reader = null!;

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        await postgres.InitializeAsync();
        author = await StartAsync("S1");
        reader = await StartAsync("S2");
        await TwoNodes.AdmitAsync(author, reader, "S2");
        await TwoNodes.AdmitAsync(reader, author, "S1");
    }

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        await author.DisposeAsync();
        await reader.DisposeAsync();
        foreach (var home in homes)
        {
            await home.DisposeAsync();
        }

        await postgres.DisposeAsync();
    }

    [Fact]
    [Trait("Journey", "J1")]
    [Trait("Edge", "13")]
    public async Task A_strategy_goes_to_a_body_minus_one_plus_two_and_the_status_says_what_is_known_of_each()
    {
        var returned = await ReturnedOnceAsync();
        var cleared = await author.Publishing("authority").ClearRecordAsync(Flow.Command(returned));
        var clear = await author.Publishing("authority").PreviewReleaseAsync(Flow.Release(cleared, Grant("TLP:CLEAR")));
        var request = Flow.Release(cleared, Grant("TLP:GREEN"));
        var preview = await author.Publishing("authority").PreviewReleaseAsync(request);

        Assert.Contains(clear.Warnings, one => one.StartsWith("TLP:CLEAR lets", StringComparison.Ordinal));
        Assert.DoesNotContain(preview.Warnings, one => one.StartsWith("TLP:CLEAR", StringComparison.Ordinal));
        Assert.Equal(57, preview.Recipients.Count);
        Assert.All(preview.Recipients, one =>
        {
            Assert.Equal($"Participant {one.Designator}", one.OfficialName);
            Assert.Equal("TLP:GREEN", one.Marking.Tlp);
            Assert.Equal(["sections/annex-2"], one.WithheldPaths);
        });
        Assert.DoesNotContain(preview.Recipients, one => one.Designator is "S1" or "S5" or "XO");

        var released = await author.Publishing("authority").ReleaseRecordAsync(request);
        var held = await ShareSteps.HeldAsync(
            reader, cleared.RecordId, view => view.ContentHash == cleared.ContentHash);
        var status = await TwoNodes.UntilAsync(
            async () => await author.Publishing("author").GetRecordAsync(
                new GetRecordRequest { Record = cleared.RecordId }),
            view => view.Recipients.Any(one => one.Receipt == "fetched"));

        Assert.Equal(57, released.Recipients.Count);
        Assert.Equal(["main"], held.Body.NationalDocument.Sections.Select(one => one.Id));
        Assert.Equal(["fr", "en"], held.Body.NationalDocument.Title.Select(one => one.Lang));
        Assert.Equal("S2", status.Recipients.Single(one => one.Receipt == "fetched").Designator);
        Assert.Equal(56, status.Recipients.Count(one => one.Receipt == "waiting"));

        // S5 is excluded: nothing shows that there was anything.
        var seen = await author.Publishing("authority").ViewAsAsync(new ViewAsRequest { Participant = "S5" });
        Assert.Empty(seen.Items);
    }

    [Fact]
    [Trait("Edge", "10")]
    public async Task Who_is_suspended_while_two_claim_a_State_gets_nothing_new_and_keeps_what_is_dated_before()
    {
        var first = await ReleasedAsync("S2", "S3");
        await ShareSteps.HeldAsync(reader, first.RecordId, _ => true);
        await ImportAsync(file => file, 3, "suspended");

        var second = await author.Publishing("authority").ReleaseRecordAsync(
            Flow.Release(await Flow.ClearedAsync(author), Drafts.To("S3"), Drafts.To("S2")));
        var seen = await author.Publishing("authority").ViewAsAsync(new ViewAsRequest { Participant = "S3" });
        var withdrawn = await author.Publishing("authority").WithdrawRecordAsync(new WithdrawRecordRequest
        {
            CommandId = Drafts.NewCommand(),
            RecordId = first.RecordId,
            ExpectedVersion = first.HeldVersion,
            ReasonClass = "no-longer-valid",
            Request = "stop-using",
        });

        Assert.Equal(["S2"], second.Recipients.Select(one => one.Designator));
        Assert.Equal(first.RecordId, Assert.Single(seen.Items).RecordId);
        Assert.Equal(["S2", "S3"], withdrawn.Told.Order());
    }

    [Fact]
    [Trait("Edge", "11")]
    public async Task A_State_that_is_renamed_is_found_by_its_new_name_and_what_was_issued_keeps_the_old_one()
    {
        var released = await ReleasedAsync("S3");
        var number = released.ReferenceNumber;
        await ImportAsync(file => file.Replace("\"S3\"", "\"T3\"", StringComparison.Ordinal)
            .Replace("Participant S3", "Participant T3", StringComparison.Ordinal));

        var own = await author.Publishing("author").GetRecordAsync(new GetRecordRequest { Record = number });
        var seen = await author.Publishing("authority").ViewAsAsync(new ViewAsRequest { Participant = "T3" });

        Assert.Equal("T3", own.Recipients.Single().Designator);
        Assert.Equal(number, own.Body.NationalDocument.ReferenceNumber);
        Assert.Contains(number, Assert.Single(seen.Items).ContentJson, StringComparison.Ordinal);
        Assert.Equal("NOT_FOUND", await ShareSteps.RefusedAsync(
            () => author.Publishing("authority").ViewAsAsync(new ViewAsRequest { Participant = "S3" })));
    }

    [Fact]
    [Trait("Edge", "35")]
    public async Task Where_a_named_person_is_held_can_be_read_part_by_part_and_node_by_node()
    {
        var draft = Drafts.Strategy();
        draft.Body.NationalDocument.Sections.Add(new Section
        {
            Id = "person", Heading = { Drafts.Text("Who") }, Body = { Drafts.Text("A. Person") },
        });
        var cleared = await Flow.ClearedAsync(author, draft);
        await author.Publishing("authority").ReleaseRecordAsync(Flow.Release(
            cleared, Drafts.To("S2"), Drafts.To("S3", "sections/person")));

        var own = await author.Publishing("author").GetRecordAsync(new GetRecordRequest { Record = cleared.RecordId });
        var held = await ShareSteps.HeldAsync(reader, cleared.RecordId, _ => true);

        Assert.Equal(["S2"], own.Recipients.Where(one => one.ClaimPaths.Contains("sections/person"))
            .Select(one => one.Designator));
        Assert.Contains("sections/person", held.ClaimPaths);
    }

    private static ReleaseGrant Grant(string tlp) => new()
    {
        Include =
        {
            new AudienceMember { BodyMembers = BodyInstance.Body },
            new AudienceMember { Participant = "S58" },
            new AudienceMember { Participant = "S59" },
        },
        Exclude = { new AudienceMember { Participant = "S5" } },
        Marking = new Marking { Tlp = tlp },
        ExceptParts = { "sections/annex-2" },
    };

    // Title in the national language with an unofficial English one; given back once with a reason.
    private async Task<RecordCommandReply> ReturnedOnceAsync()
    {
        var draft = Drafts.Strategy();
        var body = draft.Body.NationalDocument;
        draft.AuthoritativeLanguages[0] = "fr";
        foreach (var text in body.Subject.Concat(body.Abstract).Concat(body.IssuingBody).Concat(body.Title)
            .Concat(body.Sections.SelectMany(one => one.Heading.Concat(one.Body))))
        {
            text.Lang = "fr";
        }

        body.Title.Add(new Text { Lang = "en", Text_ = "Strategy", Status = "unofficial" });
        var submitted = await Flow.SubmittedAsync(author, draft);
        var returned = await author.Publishing("authority").ReturnRecordAsync(new ReturnRecordRequest
        {
            CommandId = Drafts.NewCommand(),
            RecordId = submitted.RecordId,
            ExpectedVersion = submitted.HeldVersion,
            Reason = "Say that annex 2 is not shared.",
        });
        Assert.Equal("returned", returned.State);
        var own = await author.Publishing("author").GetRecordAsync(
            new GetRecordRequest { Record = submitted.RecordId });
        Assert.Equal("Say that annex 2 is not shared.", own.ReturnReason);
        body.Topics.Add("norms");
        var revised = await author.Publishing("author").ReviseRecordAsync(new ReviseRecordRequest
        {
            CommandId = Drafts.NewCommand(),
            RecordId = returned.RecordId,
            ExpectedVersion = returned.HeldVersion,
            Body = draft.Body,
        });
        return await author.Publishing("author").SubmitRecordAsync(Flow.Command(revised));
    }

    private async Task<RecordCommandReply> ReleasedAsync(params string[] to) =>
        (await author.Publishing("authority").ReleaseRecordAsync(Flow.Release(
            await Flow.ClearedAsync(author), [.. to.Select(one => Drafts.To(one))]))).Record;

    private async Task ImportAsync(Func<string, string> change, int number = 0, string status = "active")
    {
        var file = BodyInstance.Write(Members, others: 2);
        var text = change(await File.ReadAllTextAsync(file));
        await File.WriteAllTextAsync(file, BodyInstance.WithStatus(text, number, status));
        var run = await ProgramRun.RunAsync(
            ["import-instance", "--home", homes[0].Home.Folder, "--instance", file]);
        Assert.True(run.ExitCode == 0, run.Errors);
    }

    private async Task<TestNode> StartAsync(string participant)
    {
        var port = FreePorts.Next();
        var home = await TestHome.MakeAsync(
            postgres, instance, TimeProvider.System, participant, ["--endpoint", $"127.0.0.1:{port}", .. Officers]);
        homes.Add(home);
        home.Change(settings => settings with { Listeners = settings.Listeners with { Peers = $"127.0.0.1:{port}" } });
        return await TestNode.StartAsync(home);
    }
}
