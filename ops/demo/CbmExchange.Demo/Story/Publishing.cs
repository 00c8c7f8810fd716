using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Demo.Stage;

namespace CbmExchange.Demo.Story;

/// <summary>The way of every record: one person writes, another clears and releases.</summary>
internal static class Publishing
{
    /// <summary>Drafts, submits and clears a document; returns its reference number.</summary>
    public static async Task<string> DocumentAsync(
        Cast cast, DemoNode node, string content, CancellationToken cancellation, params string[] more)
    {
        var author = cast.At(node, "author");
        var draft = await author.DoAsync<RecordCommandReply>(
            cancellation, ["document", "draft", "--file", cast.Content(content), .. more]).ConfigureAwait(false);
        await ClearAsync(cast, node, "author", draft.RecordId, cancellation).ConfigureAwait(false);
        return draft.ReferenceNumber;
    }

    /// <summary>Submits by the author, clears by another person.</summary>
    public static async Task ClearAsync(
        Cast cast, DemoNode node, string author, string record, CancellationToken cancellation)
    {
        await cast.At(node, author).DoAsync<RecordCommandReply>(cancellation, "submit", record).ConfigureAwait(false);
        await cast.At(node, "authority").DoAsync<RecordCommandReply>(cancellation, "clear", record)
            .ConfigureAwait(false);
    }

    /// <summary>Lets it leave.</summary>
    public static Task<ReleaseRecordResponse> ReleaseAsync(
        Cast cast, DemoNode node, string record, CancellationToken cancellation, params string[] grants) =>
        cast.At(node, "authority").DoAsync<ReleaseRecordResponse>(cancellation, ["release", record, .. grants]);

    /// <summary>Designators of recipients, in order.</summary>
    public static string Names(IEnumerable<RecipientState> recipients) =>
        string.Join(' ', recipients.Select(recipient => recipient.Designator).Order(StringComparer.Ordinal));
}
