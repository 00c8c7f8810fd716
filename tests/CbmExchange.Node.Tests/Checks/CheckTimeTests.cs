using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Node.Tests.Hosting;
using static CbmExchange.Node.Tests.Checks.CheckNodes;

namespace CbmExchange.Node.Tests.Checks;

/// <summary>What a check does as its time goes by.</summary>
[Collection(nameof(CheckNodes))]
public sealed class CheckTimeTests(CheckNodes nodes) : IClassFixture<CheckNodes>
{
    [Fact]
    public async Task Who_is_silent_is_reminded_once_and_ends_as_no_reply_recorded()
    {
        var check = await nodes.OpenAsync(request =>
        {
            request.Participants.Add(["XA", "XC"]);
            request.ClosesAt = Google.Protobuf.WellKnownTypes.Timestamp.FromDateTimeOffset(
                nodes.Time.GetUtcNow().AddHours(2));
        });
        var message = await nodes.ArrivedAsync(nodes.A, check, "XA");
        await AnswerAsync(nodes.A, message.RecordId, "", "declined");
        await nodes.RowAsync(check, "XA", row => row.State == "answered");

        var early = await Refused.ReasonAsync(
            () => Client(nodes.O, "author").CloseCheckAsync(Command(check)).ResponseAsync);
        nodes.Time.Shift += TimeSpan.FromHours(1);
        var before = await nodes.RowAsync(check, "XC", row => row.NextStep.Length > 0);
        var reminded = await Client(nodes.O, "authority").RemindCheckAsync(Command(check));
        var twice = await Refused.ReasonAsync(
            () => Client(nodes.O, "authority").RemindCheckAsync(Command(check)).ResponseAsync);
        var after = await nodes.RowAsync(check, "XC", row => row.NextStep.Length > 0);
        nodes.Time.Shift += TimeSpan.FromHours(1);
        await Client(nodes.O, "author").CloseCheckAsync(Command(check));
        var board = await nodes.BoardAsync(check);

        Assert.Equal("FailedPrecondition CHECK_STILL_OPEN", early);
        Assert.Equal("remind once (`cbmx check remind`)", before.NextStep);
        Assert.Equal(1, reminded.ParticipantCount);
        Assert.Equal("FailedPrecondition CHECK_NOBODY", twice);
        Assert.Equal("ask the Permanent Mission", after.NextStep);
        Assert.Equal(
            ["declined to take part", "no reply recorded"], board.Rows.Select(row => row.Channels[0].State));
    }
}
