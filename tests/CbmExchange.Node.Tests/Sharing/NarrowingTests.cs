using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Contracts.Record.V1;
using CbmExchange.Node.Tests.Hosting;
using CbmExchange.Node.Tests.Readings;
using CbmExchange.Store;
using Microsoft.Extensions.DependencyInjection;

namespace CbmExchange.Node.Tests.Sharing;

/// <summary>
/// Whoever is taken out of a release keeps what it read last, is told so on every screen, and gets corrections and the
/// withdrawal only, until a release names it again (domain.md §4.3, decision 0020).
/// </summary>
public sealed class NarrowingTests(TwoNodes nodes) : IClassFixture<TwoNodes>
{
    private TestNode A => nodes.A;

    private TestNode B => nodes.B;

    [Fact]
    public async Task Every_screen_of_whoever_was_taken_out_says_so_and_shows_the_last_content()
    {
        var title = $"Narrowed {Guid.NewGuid():N}";
        var released = await ReleasedAsync(body => body.Title[0].Text_ = title);
        var record = released.RecordId;

        var reply = await A.Publishing("authority").NarrowReleaseAsync(Narrow(released, "XB"));
        var held = await ShareSteps.HeldAsync(B, record, view => view.NarrowedAt is not null);
        var library = new LibraryService.LibraryServiceClient(B.As("duty"));
        var found = await library.SearchLibraryAsync(new SearchLibraryRequest { Query = title });
        var last = (await ShareSteps.ChangesAsync(B, record))[^1];
        var seen = await ShareSteps.SeenByAsync(A, "XB", record);
        var own = await A.Publishing("author").GetRecordAsync(new GetRecordRequest { Record = record });

        Assert.Equal(["XB"], reply.Told);
        Assert.Contains("Sent to 1 participant", reply.Sentence, StringComparison.Ordinal);
        Assert.Contains("cannot be reached", reply.Sentence, StringComparison.Ordinal);
        Assert.Equal(title, held.Body.NationalDocument.Title[0].Text_);
        Assert.All([held.Notice, found.Items.Single().Notice, last.Record.Notice], notice =>
        {
            Assert.Contains("narrowed this release on", notice, StringComparison.Ordinal);
            Assert.Contains("asks to delete", notice, StringComparison.Ordinal);
            Assert.Contains("no later versions", notice, StringComparison.Ordinal);
            Assert.Contains("cannot be recalled", notice, StringComparison.Ordinal);
        });
        Assert.Equal("narrowed", last.Change);
        Assert.NotNull(seen!.NarrowedAt);
        Assert.Equal(seen.NarrowedAt, own.Recipients.Single().NarrowedAt);
    }

    [Fact]
    public async Task Later_versions_stay_away_corrections_and_the_withdrawal_come_and_it_stays_narrowed_between()
    {
        var released = await ReleasedAsync();
        var record = released.RecordId;
        var narrowed = await A.Publishing("authority").NarrowReleaseAsync(Narrow(released, "XB"));
        var second = await ShareSteps.RevisedAsync(
            A, narrowed.Record, body => body.OfficialUrl = "https://strategy.example.org/2");
        var toBody = await A.Publishing("authority").ReleaseRecordAsync(Flow.Release(second, ToBody()));
        var right = await ShareSteps.RevisedAsync(
            A, toBody.Record, body => body.OfficialUrl = "https://strategy.example.org/3");
        var corrected = await A.Publishing("authority")
            .ReleaseRecordAsync(ShareSteps.Correction(right, "The address."));

        var held = await ShareSteps.HeldAsync(B, record, view => view.ContentHash == right.ContentHash);

        Assert.DoesNotContain(toBody.Recipients, one => one.Designator == "XB");
        Assert.Equal(
            ["published", "narrowed", "corrected"],
            (await ShareSteps.ChangesAsync(B, record)).Select(item => item.Change));
        Assert.NotNull(held.NarrowedAt);
        Assert.Contains("narrowed this release", held.Notice, StringComparison.Ordinal);

        await A.Publishing("authority").WithdrawRecordAsync(new WithdrawRecordRequest
        {
            CommandId = Drafts.NewCommand(),
            RecordId = record,
            ExpectedVersion = corrected.Record.HeldVersion,
            ReasonClass = "issued-in-error",
            Request = "stop-using-and-delete",
        });
        var withdrawn = await ShareSteps.HeldAsync(B, record, view => view.State == "withdrawn");
        Assert.StartsWith("Withdrawn by the originator on", withdrawn.Notice, StringComparison.Ordinal);
        Assert.Contains("cannot be recalled", withdrawn.Notice, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_release_that_names_it_brings_it_back_also_as_a_correction(bool isCorrection)
    {
        var released = await ReleasedAsync();
        var narrowed = await A.Publishing("authority").NarrowReleaseAsync(Narrow(released, "XB"));
        await ShareSteps.HeldAsync(B, released.RecordId, view => view.NarrowedAt is not null);
        var next = await ShareSteps.RevisedAsync(
            A, narrowed.Record, body => body.OfficialUrl = "https://strategy.example.org/2");
        var request = isCorrection
            ? ShareSteps.Correction(next, "The address.", Drafts.To("XB"))
            : Flow.Release(next, Drafts.To("XB"));

        await A.Publishing("authority").ReleaseRecordAsync(request);

        var held = await ShareSteps.HeldAsync(B, next.RecordId, view => view.ContentHash == next.ContentHash);
        Assert.Null(held.NarrowedAt);
        Assert.Equal("", held.Notice);
        Assert.Null((await ShareSteps.SeenByAsync(A, "XB", next.RecordId))!.NarrowedAt);
    }

    [Fact]
    public async Task Narrowing_the_same_twice_tells_nobody_again_and_nobody_is_taken_out_who_never_had_it()
    {
        var released = await ReleasedAsync();
        var authority = A.Publishing("authority");
        var first = await authority.NarrowReleaseAsync(Narrow(released, "XB"));
        var again = await authority.NarrowReleaseAsync(Narrow(first.Record, "XB"));

        Assert.Equal((0, "XB"), (again.Told.Count, again.Unchanged.Single()));
        Assert.Equal(first.Record.HeldVersion, again.Record.HeldVersion);
        Assert.Equal("NEVER_RELEASED_TO", await ShareSteps.RefusedAsync(
            () => authority.NarrowReleaseAsync(Narrow(first.Record, "XC"))));
        Assert.Equal("FIELDS_INVALID", await ShareSteps.RefusedAsync(
            () => authority.NarrowReleaseAsync(Narrow(first.Record, "nobody"))));
        Assert.Equal("ROLE_MISSING", await ShareSteps.RefusedAsync(
            () => A.Publishing("author").NarrowReleaseAsync(Narrow(first.Record, "XB"))));
    }

    [Fact]
    public async Task What_was_narrowed_reads_the_same_after_a_rebuild()
    {
        var released = await ReleasedAsync();
        await A.Publishing("authority").NarrowReleaseAsync(Narrow(released, "XB"));
        await ShareSteps.HeldAsync(B, released.RecordId, view => view.NarrowedAt is not null);
        foreach (var (node, home) in new[] { (A, nodes.HomeA), (B, nodes.HomeB) })
        {
            var runner = node.Host.Services.GetRequiredService<ProjectionRunner>();
            await runner.CatchUpAsync();
            var live = await WholeWayTests.DumpAsync(home);
            await runner.RebuildAsync("readings");

            Assert.Contains(live, row => row.Contains("\"narrowed_at\": \"", StringComparison.Ordinal));
            Assert.Equal(live, await WholeWayTests.DumpAsync(home));
        }
    }

    private async Task<RecordCommandReply> ReleasedAsync(Action<NationalDocument>? change = null)
    {
        var draft = Drafts.Strategy();
        change?.Invoke(draft.Body.NationalDocument);
        var cleared = await Flow.ClearedAsync(A, draft);
        var released = await A.Publishing("authority").ReleaseRecordAsync(Flow.Release(cleared, Drafts.To("XB")));
        await ShareSteps.HeldAsync(B, cleared.RecordId, view => view.ContentHash == cleared.ContentHash);
        return released.Record;
    }

    private static NarrowReleaseRequest Narrow(RecordCommandReply record, params string[] participants) => new()
    {
        CommandId = Drafts.NewCommand(),
        RecordId = record.RecordId,
        ExpectedVersion = record.HeldVersion,
        Participants = { participants },
    };

    private static ReleaseGrant ToBody()
    {
        var grant = Drafts.To("XC");
        grant.Include.Add(new AudienceMember { BodyMembers = "XO" });
        return grant;
    }
}
