using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Node.Tests.Hosting;
using static CbmExchange.Node.Tests.Checks.CheckNodes;

namespace CbmExchange.Node.Tests.Checks;

/// <summary>What an officer of the check records by hand.</summary>
[Collection(nameof(CheckNodes))]
public sealed class CheckOutcomeTests(CheckNodes nodes) : IClassFixture<CheckNodes>
{
    [Fact]
    public async Task What_was_read_back_counts_with_its_code_and_survives_a_restart()
    {
        var check = await nodes.OpenAsync(request =>
        {
            request.Participants.Add("XA");
            request.Channels.Add("voice");
        });
        var call = await nodes.CallAsync(check, "XA");
        var wrong = await Refused.ReasonAsync(
            () => RecordAsync(check, call.Code == "000000" ? "000001" : "000000").ResponseAsync);
        var without = await Refused.ReasonAsync(() => RecordAsync(check, "").ResponseAsync);
        var kept = await RecordAsync(check, $"{call.Code[..3]} {call.Code[3..]}");
        var before = await nodes.BoardAsync(check);
        await nodes.RestartOAsync();
        var after = await nodes.BoardAsync(check);
        var again = await nodes.CallAsync(check, "XA");

        Assert.Equal("FailedPrecondition CODE_DIFFERENT", wrong);
        Assert.Equal("FailedPrecondition CODE_DIFFERENT", without);
        Assert.Equal("acknowledged-in-time", kept.Result);
        Assert.Equal(("answered", "answered"), (before.Rows[0].State, before.Rows[0].Channels.Single().State));
        Assert.Equal(before.Rows, after.Rows);
        Assert.Equal(call.Code, again.Code);
    }

    private Grpc.Core.AsyncUnaryCall<RecordCheckOutcomeResponse> RecordAsync(string check, string code) =>
        Client(nodes.O, "duty").RecordCheckOutcomeAsync(new RecordCheckOutcomeRequest
        {
            CommandId = Drafts.NewCommand(), CheckId = check, Participant = "XA", Channel = "voice-1",
            Result = "acknowledged-in-time", Code = code,
        });
}
