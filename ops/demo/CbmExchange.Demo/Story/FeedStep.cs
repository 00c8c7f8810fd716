using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Demo.Stage;

namespace CbmExchange.Demo.Story;

/// <summary>The secretariat consumes what was released to it, and goes on where it stopped.</summary>
internal static class FeedStep
{
    public static async Task PlayAsync(Cast cast, Memory memory, CancellationToken cancellation)
    {
        cast.Narrator.Step("XO's secretariat consumes its feed");
        var desk = cast.At(cast.Xo, "desk");
        await desk.ShowAsync(cancellation, "feed", "--until-caught-up").ConfigureAwait(false);
        var items = await desk.AskEachAsync<FeedItem>(cancellation, "feed", "--until-caught-up").ConfigureAwait(false);
        foreach (var type in new[] { "national-document", "point-of-contact" })
        {
            cast.Narrator.Check(
                items.Any(item => item is { Change: "published", Record.Originator: "XA" }
                    && item.Record.RecordType == type),
                $"the feed has XA's {type}");
        }

        cast.Narrator.Check(
            items.All(item => item.Record.RecordType != "incident-notification"),
            "and nothing of the notification, which was for XA alone");
        memory.FeedToken = items[^1].ResumeToken;
        var again = await NewAsync(cast, memory, cancellation).ConfigureAwait(false);
        cast.Narrator.Check(again.Count == 0, "resumed with its last token: no duplicate");
    }

    /// <summary>What came since the token; moves the token.</summary>
    public static async Task<IReadOnlyList<FeedItem>> NewAsync(Cast cast, Memory memory, CancellationToken cancellation)
    {
        var items = await cast.At(cast.Xo, "desk").AskEachAsync<FeedItem>(
            cancellation, "feed", "--until-caught-up", "--resume", memory.FeedToken).ConfigureAwait(false);
        memory.FeedToken = items.Count > 0 ? items[^1].ResumeToken : memory.FeedToken;
        return items;
    }
}
