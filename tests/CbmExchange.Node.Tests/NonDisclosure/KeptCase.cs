using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Node.Tests.Hosting;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace CbmExchange.Node.Tests.NonDisclosure;

/// <summary>What officers keep about a case that XB is part of, with a canary in every text that they write.</summary>
internal static class KeptCase
{
    /// <summary>Writes it; answers the texts of the errors that the officer got.</summary>
    public static async Task<string[]> WriteAsync(TestNode node, Canaries hidden, string record)
    {
        var cases = new CaseService.CaseServiceClient(node.As("duty"));
        await cases.OpenCaseAsync(new() { CommandId = Id(), Record = record, Title = hidden.For("case title") });
        await cases.AddNoteAsync(new() { CommandId = Id(), Case = record, Text = hidden.For("case note") });
        await cases.RecordOutOfBandAsync(new() { CommandId = Id(), Case = record, Talk = Talk(hidden) });
        await cases.HandOverAsync(new()
        {
            CommandId = Id(), Case = record, ToDesk = hidden.For("next shift"), Note = hidden.For("hand-over note"),
        });
        await cases.CloseCaseAsync(new()
        {
            CommandId = Id(), Case = record, Reason = "resolved", Note = hidden.For("closing note"),
        });
        await cases.ReopenCaseAsync(new() { CommandId = Id(), Case = record, Note = hidden.For("opening note") });
        var refused = await Assert.ThrowsAsync<RpcException>(() => cases.AddNoteAsync(new()
        {
            CommandId = Id(), Case = hidden.For("no such case"), Text = hidden.For("note refused"),
        }).ResponseAsync);
        return [$"{refused.StatusCode} {refused.Status.Detail}"];
    }

    private static string Id() => Drafts.NewCommand();

    private static OutOfBand Talk(Canaries hidden) => new()
    {
        Direction = "sent",
        Channel = "voice",
        Participant = "XB",
        Who = hidden.For("desk spoken to"),
        OccurredAt = Timestamp.FromDateTimeOffset(TimeProvider.System.GetUtcNow()),
        ReferenceNumber = hidden.For("number quoted"),
        Summary = hidden.For("what was said by telephone"),
    };
}
