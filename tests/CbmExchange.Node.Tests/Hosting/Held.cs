using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Node.Tests.Readings;
using Grpc.Core;

namespace CbmExchange.Node.Tests.Hosting;

/// <summary>A record from its author to its recipient, as tests that begin there want it.</summary>
internal static class Held
{
    /// <summary>Drafted, cleared, released to the participants.</summary>
    public static async Task<RecordCommandReply> ReleasedAsync(
        TestNode by, DraftRecordRequest draft, params string[] to)
    {
        var cleared = await Flow.ClearedAsync(by, draft);
        return (await by.Publishing("authority").ReleaseRecordAsync(
            Flow.Release(cleared, [.. to.Select(one => Drafts.To(one))]))).Record;
    }

    /// <summary>The record as an officer of the node reads it, once it is there.</summary>
    public static Task<RecordView> AtAsync(TestNode node, string record, string officer = "duty") =>
        TwoNodes.UntilAsync(() => TryAsync(node, record, officer), view => view.ContentHash.Length > 0);

    /// <summary>As above; an empty view when it reads as not found.</summary>
    public static async Task<RecordView> TryAsync(TestNode node, string record, string officer = "duty")
    {
        try
        {
            return await node.Publishing(officer).GetRecordAsync(new GetRecordRequest { Record = record });
        }
        catch (RpcException missing) when (missing.StatusCode == StatusCode.NotFound)
        {
            return new RecordView();
        }
    }
}
