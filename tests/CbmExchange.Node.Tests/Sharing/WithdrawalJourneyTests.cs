using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Contracts.Record.V1;
using CbmExchange.Node.Tests.Hosting;
using CbmExchange.Node.Tests.Readings;
using CbmExchange.Store;
using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.DependencyInjection;

namespace CbmExchange.Node.Tests.Sharing;

/// <summary>
/// From a withdrawal to the attestation that it is deleted (domain.md §4.17, §5.1 J5): holders are told, asked, and
/// believed; who attests "deleted" has its own copy destroyed; nobody ever says that it is gone everywhere.
/// </summary>
public sealed class WithdrawalJourneyTests(TwoNodes nodes) : IClassFixture<TwoNodes>
{
    private string attested = "";

    private TestNode A => nodes.A;

    private TestNode B => nodes.B;

    [Fact]
    [Trait("Journey", "J5")]
    [Trait("Edge", "14")]
    public async Task A_withdrawal_is_told_and_attested_and_the_copy_of_who_attests_deletion_is_really_destroyed()
    {
        var canary = $"Canary{Guid.NewGuid():N}";
        var withdrawn = await WithdrawnAsync(canary);
        var record = withdrawn.Record.RecordId;
        attested = record;
        var before = await StatusAsync(record);
        Assert.Contains("Sent to 2 participants", withdrawn.Sentence, StringComparison.Ordinal);
        Assert.Contains("cannot be reached", withdrawn.Sentence, StringComparison.Ordinal);
        Assert.StartsWith("withdrawn: 2 told, 0 attest deletion, ", before.Sentence, StringComparison.Ordinal);
        Assert.Equal(["", ""], before.Holders.Select(one => one.Result));
        var stored = await EntriesAsync();

        await AttestAsync(record, "deleted");

        var after = await TwoNodes.UntilAsync(
            () => StatusAsync(record), status => status.Holders.Any(one => one.Result == "deleted"));
        Assert.StartsWith(
            "withdrawn: 2 told, 1 attests deletion, 1 not reached since ", after.Sentence, StringComparison.Ordinal);
        Assert.Contains("Copies elsewhere cannot be recalled", after.Sentence, StringComparison.Ordinal);
        Assert.True(after.Holders.Single(one => one.Designator == "XB").Fetched);
        Assert.Equal("", after.Holders.Single(one => one.Designator == "XC").Result);
        var held = await ShareSteps.HeldAsync(
            B, record, view => view.Notice.Contains("destroyed its copy", StringComparison.Ordinal));
        Assert.Contains("cannot be recalled", held.Notice, StringComparison.Ordinal);
        Assert.Equal("withdrawn", held.State);
        Assert.Empty(held.ClaimPaths);
        Assert.Empty(held.Body.NationalDocument.Title);
        Assert.Equal("0", await DisclosedAsync(record));
        Assert.Equal(stored, await EntriesAsync());
        var runner = B.Host.Services.GetRequiredService<ProjectionRunner>();
        await runner.CatchUpAsync();
        var live = await WholeWayTests.DumpAsync(nodes.HomeB);
        Assert.DoesNotContain(live, row => row.Contains(canary, StringComparison.OrdinalIgnoreCase));
        await runner.RebuildAsync("readings");
        Assert.Equal(live.Where(Fixed), (await WholeWayTests.DumpAsync(nodes.HomeB)).Where(Fixed));
    }

    [Fact]
    [Trait("Edge", "14")]
    public async Task A_message_whose_copy_was_destroyed_is_found_by_its_number_and_reads_the_same_after_a_rebuild()
    {
        var canary = $"Canary{Guid.NewGuid():N}";
        var sent = await WithdrawnMessageAsync(canary);

        await AttestAsync(sent.RecordId, "deleted");

        await ShareSteps.HeldAsync(
            B, sent.RecordId, view => view.Notice.Contains("destroyed its copy", StringComparison.Ordinal));
        var found = await B.Publishing("duty").GetRecordAsync(new GetRecordRequest { Record = sent.ReferenceNumber });
        Assert.Equal((sent.RecordId, "withdrawn"), (found.RecordId, found.State));
        var runner = B.Host.Services.GetRequiredService<ProjectionRunner>();
        await runner.CatchUpAsync();
        var live = await WholeWayTests.DumpAsync(nodes.HomeB);
        Assert.DoesNotContain(live, row => row.Contains(canary, StringComparison.OrdinalIgnoreCase));
        await runner.RebuildAsync("readings");
        Assert.Equal(live.Where(Fixed), (await WholeWayTests.DumpAsync(nodes.HomeB)).Where(Fixed));
        Assert.Equal(
            found,
            await B.Publishing("duty").GetRecordAsync(new GetRecordRequest { Record = sent.ReferenceNumber }));
    }

    [Theory]
    [InlineData("deleted-except-archive")]
    [InlineData("will-not")]
    [InlineData("cannot")]
    public async Task Any_other_attestation_is_shown_and_destroys_nothing(string result)
    {
        var withdrawn = await WithdrawnAsync("Kept");
        var record = withdrawn.Record.RecordId;

        await AttestAsync(record, result);

        var after = await TwoNodes.UntilAsync(
            () => StatusAsync(record), status => status.Holders.Any(one => one.Result.Length > 0));
        Assert.Contains(" 0 attest deletion", after.Sentence, StringComparison.Ordinal);
        Assert.Equal(result, after.Holders.Single(one => one.Designator == "XB").Result);
        var held = await ShareSteps.HeldAsync(B, record, _ => true);
        Assert.Equal("Kept", held.Body.NationalDocument.Title[0].Text_);
        Assert.NotEqual("0", await DisclosedAsync(record));
    }

    [Fact]
    public async Task There_is_no_status_of_what_is_not_withdrawn_not_there_or_not_ones_own_to_read()
    {
        var released = await A.Publishing("authority")
            .ReleaseRecordAsync(Flow.Release(await Flow.ClearedAsync(A), Drafts.To("XB")));

        Assert.Equal("RECORD_STATE", await RefusedAsync("authority", released.Record.RecordId));
        Assert.Equal("NOT_FOUND", await RefusedAsync("authority", Guid.NewGuid().ToString()));
        Assert.Equal("NOT_FOUND", await RefusedAsync("tech", released.Record.RecordId));
        Assert.Equal("ROLE_MISSING", await RefusedAsync("observer", released.Record.RecordId));
    }

    private static bool Fixed(string row) => !row.StartsWith("applied ", StringComparison.Ordinal);

    private Task<string> RefusedAsync(string officer, string record) => ShareSteps.RefusedAsync(
        () => A.Publishing(officer).GetWithdrawalStatusAsync(new GetWithdrawalStatusRequest { Record = record }));

    private async Task<WithdrawRecordResponse> WithdrawnAsync(string title)
    {
        var draft = Drafts.Strategy();
        draft.Body.NationalDocument.Title[0].Text_ = title;
        var released = await A.Publishing("authority").ReleaseRecordAsync(
            Flow.Release(await Flow.ClearedAsync(A, draft), Drafts.To("XB"), Drafts.To("XC")));
        await ShareSteps.HeldAsync(B, released.Record.RecordId, _ => true);
        var withdrawn = await A.Publishing("authority").WithdrawRecordAsync(new WithdrawRecordRequest
        {
            CommandId = Drafts.NewCommand(),
            RecordId = released.Record.RecordId,
            ExpectedVersion = released.Record.HeldVersion,
            ReasonClass = "issued-in-error",
            Request = "stop-using-and-delete",
        });
        await ShareSteps.HeldAsync(B, released.Record.RecordId, view => view.State == "withdrawn");
        return withdrawn;
    }

    // The second message of a case, acknowledged by B before it was taken back.
    private async Task<RecordCommandReply> WithdrawnMessageAsync(string canary)
    {
        var opening = await Held.ReleasedAsync(A, Drafts.Notification("XB", "immediate"), "XB");
        await Held.AtAsync(B, opening.RecordId);
        var own = await A.Publishing("author").GetRecordAsync(new GetRecordRequest { Record = opening.RecordId });
        var draft = Drafts.Notification("XB", "immediate");
        draft.Body.IncidentNotification.Subject[0].Text_ = canary;
        draft.Body.IncidentNotification.CaseId = own.Body.IncidentNotification.CaseId;
        var sent = await Held.ReleasedAsync(A, draft, "XB");
        await Held.AtAsync(B, sent.RecordId);
        await B.Messaging("duty").AcknowledgeAsync(new AcknowledgeRequest
        {
            CommandId = Drafts.NewCommand(), Record = sent.RecordId, DutyDesk = "Duty Centre",
        });
        var state = await A.Publishing("author").GetRecordAsync(new GetRecordRequest { Record = sent.RecordId });
        await A.Publishing("authority").WithdrawRecordAsync(new WithdrawRecordRequest
        {
            CommandId = Drafts.NewCommand(),
            RecordId = sent.RecordId,
            ExpectedVersion = state.HeldVersion,
            ReasonClass = "issued-in-error",
            Request = "stop-using-and-delete",
        });
        await ShareSteps.HeldAsync(B, sent.RecordId, view => view.State == "withdrawn");
        return sent;
    }

    // As `cbmx attest` writes it, and then the way of every record.
    private async Task AttestAsync(string record, string result)
    {
        var held = await B.Publishing("author").GetRecordAsync(new GetRecordRequest { Record = record });
        var cleared = await Flow.ClearedAsync(B, new DraftRecordRequest
        {
            CommandId = Drafts.NewCommand(),
            Context = held.Context,
            ExerciseId = held.ExerciseId,
            AuthoritativeLanguages = { "en" },
            Body = new RecordBody
            {
                DeletionAttestation = new DeletionAttestation
                {
                    OfRecord = new RecordReference { RecordId = record, ContentHash = held.ContentHash },
                    Result = result,
                    At = TimeProvider.System.GetUtcNow().ToTimestamp(),
                },
            },
        });
        await B.Publishing("authority").ReleaseRecordAsync(Flow.Release(cleared, Drafts.To("XA")));
    }

    private async Task<GetWithdrawalStatusResponse> StatusAsync(string record) =>
        await A.Publishing("authority").GetWithdrawalStatusAsync(new GetWithdrawalStatusRequest { Record = record });

    // The entries of the record stay, with their leaves.
    private Task<string> EntriesAsync() => nodes.HomeB.ScalarAsync(
        "select string_agg(encode(e.leaf, 'hex'), ' ' order by e.index) from cbm_peer_entries e "
        + "join cbm_peer_streams s on s.number = e.stream "
        + $"where s.originator = '{Drafts.IdOf("XA")}' and position('{attested}' in encode(e.entry, 'escape')) > 0");

    private Task<string> DisclosedAsync(string record) => nodes.HomeB.ScalarAsync(
        "select count(*) from cbm_peer_entries e join cbm_peer_streams s on s.number = e.stream "
        + $"where s.originator = '{Drafts.IdOf("XA")}' and position('{record}' in encode(e.entry, 'escape')) > 0 "
        + "and e.disclosures <> ''");
}
