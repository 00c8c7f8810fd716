using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Node.Tests.Hosting;
using CbmExchange.Node.Tests.Readings;
using Grpc.Core;

namespace CbmExchange.Node.Tests.Cases;

/// <summary>What tests of cases do again and again.</summary>
internal static class CaseSteps
{
    public static CaseService.CaseServiceClient Cases(TestNode node, string officer = "duty") =>
        node.Cases(officer);

    public static MessagingService.MessagingServiceClient Inbox(TestNode node, string officer = "duty") =>
        node.Messaging(officer);

    /// <summary>An actual notification, cleared and released by XA to XB.</summary>
    public static async Task<RecordCommandReply> NotifiedAsync(
        TestNode node, string to, Action<DraftRecordRequest>? change = null)
    {
        var draft = Drafts.Notification(to, "immediate");
        (draft.Context, draft.ExerciseId) = ("actual", "");
        change?.Invoke(draft);
        var cleared = await Flow.ClearedAsync(node, draft);
        var grant = Drafts.To(to);
        return (await node.Publishing("authority").ReleaseRecordAsync(Flow.Release(cleared, grant))).Record;
    }

    /// <summary>The case of a record at a node, once it fits.</summary>
    public static Task<GetCaseResponse> CaseAsync(
        TestNode node, string record, Func<GetCaseResponse, bool>? fits = null, string officer = "duty") =>
        TwoNodes.UntilAsync(
            async () =>
            {
                try
                {
                    return await Cases(node, officer).GetCaseAsync(new GetCaseRequest { Case = record });
                }
                catch (RpcException notYet) when (notYet.StatusCode is StatusCode.NotFound or StatusCode.Unavailable)
                {
                    return new GetCaseResponse();
                }
            },
            answer => answer.Case is not null && (fits?.Invoke(answer) ?? true));

    public static async Task AcknowledgedAsync(TestNode node, string record) =>
        await Inbox(node).AcknowledgeAsync(new AcknowledgeRequest
        {
            CommandId = Drafts.NewCommand(),
            Record = record,
            DutyDesk = "Duty Centre",
        });

    public static async Task<CaseCommandReply> NotedAsync(TestNode node, string record, string text) =>
        await Cases(node).AddNoteAsync(
            new AddNoteRequest { CommandId = Drafts.NewCommand(), Case = record, Text = text });

    public static async Task<string> RefusedAsync(Func<Task> call)
    {
        var refused = await Assert.ThrowsAsync<RpcException>(call);
        return $"{refused.StatusCode}";
    }
}
