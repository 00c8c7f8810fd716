using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Demo.Stage;

namespace CbmExchange.Demo.Story;

/// <summary>XB says, signed, that it deleted its copy, and does so; XA sees who was told and who attests.</summary>
internal static class AttestationStep
{
    public static async Task PlayAsync(Cast cast, Memory memory, CancellationToken cancellation)
    {
        cast.Narrator.Step("XB deletes its copy of the withdrawn strategy and attests it; XA reads where that stands");
        var copy = await cast.UntilHeldAsync(
            cast.Xb, memory.Strategy, _ => true, "XB holds the strategy", cancellation).ConfigureAwait(false);
        var draft = await cast.At(cast.Xb, "author").DoAsync<RecordCommandReply>(
            cancellation, "attest", memory.Strategy, "--result", "deleted").ConfigureAwait(false);
        await Publishing.ClearAsync(cast, cast.Xb, "author", draft.RecordId, cancellation).ConfigureAwait(false);
        await Publishing.ReleaseAsync(
            cast, cast.Xb, draft.RecordId, cancellation, "--to", "state:XA", "--tlp", "TLP:AMBER")
            .ConfigureAwait(false);
        var status = await Patience.UntilAsync(
            () => cast.At(cast.Xa, "authority").TryAskAsync<GetWithdrawalStatusResponse>(
                cancellation, "withdrawal", "status", memory.Strategy),
            answer => answer.Holders.Any(holder => holder is { Designator: "XB", Result: "deleted" }),
            "XA reads XB's attestation",
            cancellation).ConfigureAwait(false);
        await cast.At(cast.Xa, "authority").ShowAsync(cancellation, "withdrawal", "status", memory.Strategy)
            .ConfigureAwait(false);
        cast.Narrator.Check(
            status.Holders.Any(holder => holder is { Designator: "XO", Result: "" }),
            $"{status.Sentence} XO did not attest, which says nothing about it");
        var held = await cast.UntilHeldAsync(
            cast.Xb, copy.RecordId, RecordIsGone, "XB's copy is gone", cancellation)
            .ConfigureAwait(false);
        cast.Narrator.Check(
            held.State == "withdrawn", "XB still shows that there was a record and that it is withdrawn: not its content");
    }

    private static bool RecordIsGone(RecordView view) =>
        view.Body?.NationalDocument is not { } document || document.Title.Count == 0;
}
