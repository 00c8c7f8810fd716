using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Contracts.Rpc;
using CbmExchange.Contracts.Sync.V1;
using CbmExchange.Node.Tests.Hosting;
using CbmExchange.Node.Tests.Readings;
using Grpc.Core;

namespace CbmExchange.Node.Tests.Sharing;

/// <summary>Steps that the tests of what happens after a release share.</summary>
internal static class ShareSteps
{
    /// <summary>A new version of the strategy, cleared.</summary>
    public static async Task<RecordCommandReply> RevisedAsync(
        TestNode node, RecordCommandReply record, Action<Contracts.Record.V1.NationalDocument> change)
    {
        var body = Drafts.StrategyBody("National strategy");
        change(body);
        var revised = await node.Publishing("author").ReviseRecordAsync(new ReviseRecordRequest
        {
            CommandId = Drafts.NewCommand(),
            RecordId = record.RecordId,
            ExpectedVersion = record.HeldVersion,
            Body = new RecordBody { NationalDocument = body },
            AuthoritativeLanguages = { "en" },
        });
        var submitted = await node.Publishing("author").SubmitRecordAsync(Flow.Command(revised));
        return await node.Publishing("authority").ClearRecordAsync(Flow.Command(submitted));
    }

    /// <summary>A correction of what a reply told.</summary>
    public static ReleaseRecordRequest Correction(
        RecordCommandReply cleared, string whatWasWrong, params ReleaseGrant[] grants)
    {
        var request = Flow.Release(cleared, grants);
        request.Correction = new Correction { ReasonClass = "typo", WhatWasWrong = whatWasWrong };
        return request;
    }

    /// <summary>The record as the other node reads it, once it fits.</summary>
    public static Task<RecordView> HeldAsync(TestNode node, string record, Func<RecordView, bool> fits) =>
        TwoNodes.UntilAsync(
            async () =>
            {
                try
                {
                    return await node.Publishing("duty").GetRecordAsync(new GetRecordRequest { Record = record });
                }
                catch (RpcException error) when (error.StatusCode == StatusCode.NotFound)
                {
                    return new RecordView();
                }
            },
            view => view.RecordId.Length > 0 && fits(view));

    /// <summary>What one participant can see of a record, by this node; null when nothing.</summary>
    public static async Task<ViewAsItem?> SeenByAsync(TestNode node, string participant, string record) =>
        (await node.Publishing("authority")
            .ViewAsAsync(new ViewAsRequest { Participant = participant, PageSize = 200 }))
        .Items.FirstOrDefault(item => item.RecordId == record);

    /// <summary>Changes of one record that the node's feed tells, in their order.</summary>
    public static async Task<List<FeedItem>> ChangesAsync(TestNode node, string record)
    {
        var feed = new FeedService.FeedServiceClient(node.As("author"));
        using var call = feed.Subscribe(new SubscribeRequest
        {
            UntilCaughtUp = true,
            Contexts = { "actual" },
        });
        var items = new List<FeedItem>();
        while (await call.ResponseStream.MoveNext(CancellationToken.None))
        {
            if (call.ResponseStream.Current.Record.RecordId == record)
            {
                items.Add(call.ResponseStream.Current);
            }
        }

        return items;
    }

    /// <summary>The reason with which a call is refused.</summary>
    public static async Task<string> RefusedAsync<T>(Func<AsyncUnaryCall<T>> call) =>
        Refused.Detail<ErrorInfo>(await Assert.ThrowsAsync<RpcException>(async () => await call()))?.Reason ?? "";
}
