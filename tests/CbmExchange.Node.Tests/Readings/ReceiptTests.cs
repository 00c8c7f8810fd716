using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Contracts.Record.V1;
using CbmExchange.Node.Tests.Hosting;
using CbmExchange.Store;
using Microsoft.Extensions.DependencyInjection;

namespace CbmExchange.Node.Tests.Readings;

/// <summary>What the sender is told about the arrival of what it released.</summary>
public sealed class ReceiptTests(TwoNodes nodes) : IClassFixture<TwoNodes>
{
    private const string ClearBehind = """
        do $$ declare s text; begin
          select table_schema into s from information_schema.tables where table_name = 'cbm_reading_applied';
          execute format('update %I.cbm_reading_applied set applied = 0', s);
        end $$
        """;

    [Fact]
    public async Task A_document_is_fetched_and_its_withdrawal_says_by_how_many()
    {
        var released = await ReleasedAsync(Drafts.Strategy());
        var waiting = await ReleasedAsync(Drafts.Strategy(), "XC");

        await RecipientAsync(released.RecordId, "fetched");
        Assert.Equal("waiting", (await RecipientAsync(waiting.RecordId, "waiting")).Receipt);
        Assert.Equal(
            "Sent to 1 participant; it fetched it; copies outside the platform cannot be reached.",
            await WithdrawnAsync(released));
        Assert.Matches(
            @"^Sent to 1 participant; 0 known to have fetched it \(fetches are known since \d{4}-\d\d-\d\d "
            + @"\d\d:\d\dZ\); copies outside the platform cannot be reached\.$",
            await WithdrawnAsync(waiting));
    }

    [Fact]
    public async Task An_own_message_shows_its_receipts_and_the_answer_in_every_language()
    {
        var record = await ReleasedAsync(Drafts.Notification("XB", "immediate"));
        var delivered = await RecipientAsync(record.RecordId, "delivered");
        var inbox = new MessagingService.MessagingServiceClient(nodes.B.As("duty"));
        var reply = await inbox.AcknowledgeAsync(new AcknowledgeRequest
        {
            CommandId = Drafts.NewCommand(),
            Record = record.RecordId,
            DutyDesk = "Duty Centre",
            IntendedNextStep =
            {
                Drafts.Text("We look into it."),
                new Text { Lang = "fr", Text_ = "Nous examinons.", Status = "unofficial" },
            },
        });
        var acknowledged = await RecipientAsync(record.RecordId, "acknowledged");
        var written = await nodes.B.Publishing("duty")
            .GetRecordAsync(new GetRecordRequest { Record = reply.RecordId });

        Assert.NotNull(delivered.DeliveredAt);
        Assert.Null(delivered.AcknowledgedAt);
        Assert.Equal("Duty Centre", acknowledged.DutyDesk);
        Assert.Equal(["en", "fr"], written.Body.Acknowledgement.IntendedNextStep.Select(text => text.Lang));
    }

    [Fact]
    public async Task The_third_watermark_of_a_stream_comes_from_the_readings()
    {
        await ReleasedAsync(Drafts.Strategy());
        var stored = await IncomingAsync(stream => stream.Stored > 0 && stream.Applied == stream.Stored);

        // An entry that arrives in between brings it up to date again; then it is set back once more.
        await TwoNodes.UntilAsync(
            async () =>
            {
                await nodes.HomeB.QueryAsync(ClearBehind);
                return await IncomingAsync(_ => true);
            },
            stream => stream.Applied < stream.Stored);
        await nodes.B.Host.Services.GetRequiredService<ProjectionRunner>().RebuildAsync("readings");

        Assert.True((await IncomingAsync(_ => true)).Applied >= stored.Stored);
    }

    private async Task<RecordCommandReply> ReleasedAsync(DraftRecordRequest draft, string to = "XB")
    {
        var cleared = await Flow.ClearedAsync(nodes.A, draft);
        return (await nodes.A.Publishing("authority").ReleaseRecordAsync(Flow.Release(cleared, Drafts.To(to)))).Record;
    }

    private async Task<string> WithdrawnAsync(RecordCommandReply record)
    {
        var withdrawal = await nodes.A.Publishing("authority").WithdrawRecordAsync(new WithdrawRecordRequest
        {
            CommandId = Drafts.NewCommand(),
            RecordId = record.RecordId,
            ExpectedVersion = record.HeldVersion,
            ReasonClass = "issued-in-error",
            Request = "stop-using",
        });
        return withdrawal.Sentence;
    }

    private async Task<RecipientState> RecipientAsync(string record, string receipt)
    {
        var view = await TwoNodes.UntilAsync(
            async () => await nodes.A.Publishing("author").GetRecordAsync(new GetRecordRequest { Record = record }),
            answer => answer.Recipients[0].Receipt == receipt);
        return view.Recipients[0];
    }

    private Task<StreamView> IncomingAsync(Func<StreamView, bool> fits) => TwoNodes.UntilAsync(
        async () => (await nodes.B.Administration("admin").ListStreamsAsync(new ListStreamsRequest()))
            .Streams.Single(stream => stream is { Designator: "XA", Direction: "in" }),
        fits);
}
