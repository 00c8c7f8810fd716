using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Demo.Stage;

namespace CbmExchange.Demo.Story;

/// <summary>
/// XC is a member without a node: it waits. A record for the members minus XC does not even wait for it.
/// </summary>
internal static class WaitingStep
{
    public static async Task PlayAsync(Cast cast, CancellationToken cancellation)
    {
        cast.Narrator.Step("XC has no node: it is shown as waiting. A record goes to XO's members minus XC");
        var authority = cast.At(cast.Xa, "authority");
        await authority.ShowAsync(cancellation, "streams").ConfigureAwait(false);
        var streams = await authority.AskAsync<ListStreamsResponse>(cancellation, "streams").ConfigureAwait(false);
        var waiting = streams.Streams.FirstOrDefault(stream => stream is { Designator: "XC", Direction: "out" });
        cast.Narrator.Check(
            waiting?.State.StartsWith("waiting", StringComparison.Ordinal) == true,
            $"XC: {waiting?.Size} entries lie ready, {waiting?.State}");
        var number = await Publishing.DocumentAsync(cast, cast.Xa, "policy.json", cancellation).ConfigureAwait(false);
        var released = await Publishing.ReleaseAsync(
            cast, cast.Xa, number, cancellation, "--to", "body:XO", "--except", "XC", "--tlp", "TLP:GREEN")
            .ConfigureAwait(false);
        cast.Narrator.Check(
            Publishing.Names(released.Recipients) == "XB", $"{number} went to XB alone: XO's members minus XC");
        var seen = await authority.DoAsync<ViewAsResponse>(cancellation, "view-as", "XC").ConfigureAwait(false);
        cast.Narrator.Check(
            seen.Items.All(item => item.RecordId != released.Record.RecordId) && seen.Items.Count > 0,
            $"what XC can see: {seen.Items.Count} earlier records, not this one, and no gap");
        await cast.UntilHeldAsync(
            cast.Xb, number, view => view.State == "published", $"XB holds {number}", cancellation)
                .ConfigureAwait(false);
        cast.Narrator.Check(true, $"XB holds {number}");
        cast.Narrator.Check(
            await cast.HeldAsync(cast.Xo, number, cancellation).ConfigureAwait(false) is null,
            "the secretariat, which is no member, was not given it: not found there");
        await cast.SayHoldingsAsync(cancellation).ConfigureAwait(false);
    }
}
