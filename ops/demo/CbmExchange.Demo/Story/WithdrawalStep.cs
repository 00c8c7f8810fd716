using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Demo.Stage;

namespace CbmExchange.Demo.Story;

/// <summary>A withdrawal reaches every holder.</summary>
internal static class WithdrawalStep
{
    public static async Task PlayAsync(Cast cast, Memory memory, CancellationToken cancellation)
    {
        cast.Narrator.Step("XA withdraws its strategy, and every holder shows it");
        var reply = await cast.At(cast.Xa, "authority").DoAsync<WithdrawRecordResponse>(
            cancellation, "withdraw", memory.Strategy, "--reason", "policy-change", "--yes").ConfigureAwait(false);
        cast.Narrator.Say(reply.Sentence);
        foreach (var node in new[] { cast.Xb, cast.Xo })
        {
            var held = await cast.UntilHeldAsync(
                node, memory.Strategy, view => view.State == "withdrawn", $"{node.Designator} shows the withdrawal",
                cancellation).ConfigureAwait(false);
            cast.Narrator.Check(
                held.Withdrawal.ReasonClass == "policy-change", $"{node.Designator} shows: withdrawn, policy-change");
        }

        var items = await Patience.UntilAsync(
            async () => (List<FeedItem>?)[.. await FeedStep.NewAsync(cast, memory, cancellation).ConfigureAwait(false)],
            found => found.Any(item => item.Change == "withdrawn"),
            "the secretariat's feed tells of the withdrawal",
            cancellation).ConfigureAwait(false);
        cast.Narrator.Check(items.Count > 0, "the secretariat's feed tells of it too");
        await cast.SayHoldingsAsync(cancellation).ConfigureAwait(false);
    }
}
