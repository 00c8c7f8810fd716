using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Node.Tests.Hosting;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace CbmExchange.Node.Tests.Readings;

/// <summary>The first acknowledgement counts; who comes later is told so, and nothing leaves twice.</summary>
public sealed class AcknowledgeTests(TwoNodes nodes) : IClassFixture<TwoNodes>
{
    [Fact]
    public async Task Of_two_desks_at_the_same_moment_exactly_one_acknowledgement_leaves()
    {
        var message = await ArrivedAsync();
        var before = await OutgoingAsync();

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 4).Select(desk => AcknowledgeAsync(message, $"desk {desk}", desk % 2 == 0)));

        var first = Assert.Single(answers, answer => !answer.AlreadyAcknowledged);
        Assert.All(answers, answer => Assert.Equal(
            (first.RecordId, first.AcknowledgedByDesk, first.AcknowledgedAt),
            (answer.RecordId, answer.AcknowledgedByDesk, answer.AcknowledgedAt)));
        Assert.Equal(before + 1, await OutgoingAsync());
        var receipt = await ReceiptAsync(message);
        Assert.Equal((first.AcknowledgedByDesk, first.RecordId), (receipt.DutyDesk, receipt.AcknowledgementId));
    }

    [Fact]
    public async Task A_second_desk_is_told_who_acknowledged_and_sends_only_what_is_new()
    {
        var message = await ArrivedAsync();
        var first = await AcknowledgeAsync(message, "Duty Centre", isFirstOfficer: true);
        var before = await OutgoingAsync();

        var second = await AcknowledgeAsync(message, "Night Desk", isFirstOfficer: false);
        var again = await AcknowledgeAsync(message, "Duty Centre", isFirstOfficer: true, "We look into it.");
        var sentBySame = await OutgoingAsync() - before;
        var adds = await AcknowledgeAsync(message, "Night Desk", isFirstOfficer: false, "We look into it.");
        var repeats = await AcknowledgeAsync(message, "Night Desk", isFirstOfficer: false, "We look into it.");

        Assert.False(first.AlreadyAcknowledged);
        Assert.All([second, again], answer => Assert.True(answer.AlreadyAcknowledged));
        Assert.Equal(("Duty Centre", first.AcknowledgedAt), (second.AcknowledgedByDesk, second.AcknowledgedAt));
        Assert.Equal(0, sentBySame);
        Assert.Equal((false, true), (adds.AlreadyAcknowledged, repeats.AlreadyAcknowledged));
        Assert.Equal(before + 1, await OutgoingAsync());
        Assert.Equal("Duty Centre", (await ReceiptAsync(message)).DutyDesk);
    }

    [Fact]
    public async Task The_sender_of_a_message_reads_the_acknowledgement_and_what_it_says()
    {
        var message = await ArrivedAsync();
        var reply = await AcknowledgeAsync(message, "Duty Centre", isFirstOfficer: true, "We look into it.");
        var receipt = await ReceiptAsync(message);

        var read = await nodes.A.Publishing("duty")
            .GetRecordAsync(new GetRecordRequest { Record = receipt.AcknowledgementId });
        var hidden = await Refused.ReasonAsync(() => nodes.A.Publishing("nominator")
            .GetRecordAsync(new GetRecordRequest { Record = receipt.AcknowledgementId }).ResponseAsync);

        Assert.Equal(reply.RecordId, read.RecordId);
        Assert.Equal(("XB", "signature valid"), (read.Originator, read.SignatureState));
        Assert.Equal("We look into it.", read.Body.Acknowledgement.IntendedNextStep[0].Text_);
        Assert.Equal("NotFound NOT_FOUND", hidden);
    }

    private async Task<string> ArrivedAsync()
    {
        var cleared = await Flow.ClearedAsync(nodes.A, Drafts.Notification("XB", "immediate"));
        await nodes.A.Publishing("authority").ReleaseRecordAsync(Flow.Release(cleared, Drafts.To("XB")));
        await TwoNodes.UntilAsync(
            async () => (await nodes.A.Publishing("author")
                .GetRecordAsync(new GetRecordRequest { Record = cleared.RecordId })).Recipients[0],
            recipient => recipient.DeliveredAt is not null);
        var inbox = new MessagingService.MessagingServiceClient(nodes.B.As("duty"));
        await TwoNodes.UntilAsync(
            async () => await inbox.ListInboxAsync(new ListInboxRequest { OnlyUnacknowledged = true }),
            answer => answer.Items.Any(item => item.Record.RecordId == cleared.RecordId));
        return cleared.RecordId;
    }

    private async Task<AcknowledgeResponse> AcknowledgeAsync(
        string message, string desk, bool isFirstOfficer, string? nextStep = null)
    {
        var request = new AcknowledgeRequest
        {
            CommandId = Drafts.NewCommand(),
            Record = message,
            DutyDesk = desk,
        };
        request.IntendedNextStep.AddRange(nextStep is null ? [] : [Drafts.Text(nextStep)]);
        var officer = nodes.B.As(isFirstOfficer ? "duty" : "duty2");
        return await new MessagingService.MessagingServiceClient(officer).AcknowledgeAsync(request);
    }

    // Entries of the stream of B to A.
    private async Task<long> OutgoingAsync() =>
        (await nodes.B.Administration("admin").ListStreamsAsync(new ListStreamsRequest()))
        .Streams.Single(stream => stream is { Designator: "XA", Direction: "out" }).Size;

    private async Task<RecipientState> ReceiptAsync(string message)
    {
        var receipts = new MessagingService.MessagingServiceClient(nodes.A.As("duty"));
        var answer = await TwoNodes.UntilAsync(
            async () => await receipts.GetReceiptsAsync(new GetReceiptsRequest { Record = message }),
            known => known.Recipients[0].AcknowledgedAt is not null);
        return answer.Recipients[0];
    }
}
