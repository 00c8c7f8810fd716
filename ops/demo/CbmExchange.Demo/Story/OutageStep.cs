using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Demo.Stage;

namespace CbmExchange.Demo.Story;

/// <summary>One node stops; the others go on; it comes back and catches up.</summary>
internal static class OutageStep
{
    public static async Task PlayAsync(Cast cast, CancellationToken cancellation)
    {
        cast.Narrator.Step("XO is stopped; XA and XB go on");
        await cast.Xo.StopAsync().ConfigureAwait(false);
        var number = await Publishing.DocumentAsync(cast, cast.Xa, "white-paper.json", cancellation)
            .ConfigureAwait(false);
        await Publishing.ReleaseAsync(
            cast, cast.Xa, number, cancellation, "--to", "body:XO", "--to", "secretariat:XO", "--tlp", "TLP:GREEN")
            .ConfigureAwait(false);
        await cast.UntilHeldAsync(
            cast.Xb, number, view => view.State == "published", $"XB holds {number}", cancellation)
                .ConfigureAwait(false);
        cast.Narrator.Check(true, $"XB holds {number} while XO is down");
        var answer = await cast.At(cast.Xb, "duty").AskAsync<LookupResponse>(cancellation, "lookup", "XA")
            .ConfigureAwait(false);
        cast.Narrator.Check(answer.Contacts.Count > 0, "XB still knows whom to call in XA");

        cast.Narrator.Step("XO is started and catches up");
        await cast.Xo.StartAsync(cancellation).ConfigureAwait(false);
        await cast.UntilHeldAsync(
            cast.Xo, number, view => view.State == "published", $"XO holds {number}", cancellation)
                .ConfigureAwait(false);
        cast.Narrator.Check(true, $"XO holds {number}: nothing was lost");
        await cast.SayHoldingsAsync(cancellation).ConfigureAwait(false);
    }
}
