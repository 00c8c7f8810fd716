using CbmExchange.Contracts.Exchange.V1;

namespace CbmExchange.Node.Tests.Hosting;

/// <summary>The usual way of a record up to where a test begins.</summary>
internal static class Flow
{
    /// <summary>Drafted and submitted by the author.</summary>
    public static async Task<RecordCommandReply> SubmittedAsync(TestNode node, DraftRecordRequest? draft = null)
    {
        var author = node.Publishing("author");
        var drafted = await author.DraftRecordAsync(draft ?? Drafts.Strategy());
        return await author.SubmitRecordAsync(Command(drafted));
    }

    /// <summary>And cleared by the authority.</summary>
    public static async Task<RecordCommandReply> ClearedAsync(TestNode node, DraftRecordRequest? draft = null) =>
        await node.Publishing("authority").ClearRecordAsync(Command(await SubmittedAsync(node, draft)));

    /// <summary>A command on what a reply told.</summary>
    public static RecordCommand Command(RecordCommandReply reply) => new()
    {
        CommandId = Drafts.NewCommand(),
        RecordId = reply.RecordId,
        ExpectedVersion = reply.HeldVersion,
    };

    /// <summary>A release of what a reply told.</summary>
    public static ReleaseRecordRequest Release(RecordCommandReply reply, params ReleaseGrant[] grants)
    {
        var request = new ReleaseRecordRequest
        {
            CommandId = Drafts.NewCommand(),
            RecordId = reply.RecordId,
            ExpectedVersion = reply.HeldVersion,
        };
        request.Grants.AddRange(grants);
        return request;
    }
}
