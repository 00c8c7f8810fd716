using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Demo.Stage;

namespace CbmExchange.Demo.Story;

/// <summary>A notification at IMMEDIATE: delivered is a fact about a machine, acknowledged about a person.</summary>
internal static class NotificationStep
{
    public static async Task PlayAsync(Cast cast, CancellationToken cancellation)
    {
        cast.Narrator.Step("XB notifies XA of an incident at IMMEDIATE; delivered and acknowledged are two facts");
        var number = await SendAsync(cast, cancellation).ConfigureAwait(false);
        var delivered = await ReceiptAsync(
            cast, number, receipt => receipt.DeliveredAt is not null, "XA's node delivers", cancellation)
            .ConfigureAwait(false);
        cast.Narrator.Check(
            delivered.AcknowledgedAt is null, $"XB sees: delivered {Time(delivered.DeliveredAt)}, not acknowledged");
        await cast.At(cast.Xa, "duty").ShowAsync(cancellation, "inbox", "--open").ConfigureAwait(false);
        await cast.At(cast.Xa, "duty").DoAsync<AcknowledgeResponse>(
            cancellation, "acknowledge", number, "--desk", "XA duty desk", "--next-step", "Calling back.")
            .ConfigureAwait(false);
        var known = await ReceiptAsync(
            cast, number, receipt => receipt.AcknowledgedAt is not null, "XB learns of the acknowledgement",
            cancellation).ConfigureAwait(false);
        cast.Narrator.Check(
            known.DeliveredAt is not null && known.DutyDesk == "XA duty desk",
            $"XB sees: delivered {Time(known.DeliveredAt)}, acknowledged {Time(known.AcknowledgedAt)} " +
            $"by {known.DutyDesk}");
        await cast.At(cast.Xb, "duty").ShowAsync(cancellation, "receipts", number).ConfigureAwait(false);
        await cast.SayHoldingsAsync(cancellation).ConfigureAwait(false);
    }

    private static async Task<string> SendAsync(Cast cast, CancellationToken cancellation)
    {
        var draft = await cast.At(cast.Xb, "duty").DoAsync<RecordCommandReply>(
            cancellation, "notify", "--to", "XA", "--precedence", "immediate", "--stage", "initial",
            "--purpose", "inform", "--subject", "Loss of control of a substation in the north of Xebec",
            "--summary", "Control of one substation was lost for 20 minutes. Supply was not interrupted.",
            "--cross-border", "possible", "--malice-suspected", "unknown", "--nature", "availability",
            "--sector", "energy").ConfigureAwait(false);
        await Publishing.ClearAsync(cast, cast.Xb, "duty", draft.RecordId, cancellation).ConfigureAwait(false);
        await Publishing.ReleaseAsync(
            cast, cast.Xb, draft.RecordId, cancellation, "--to", "state:XA", "--tlp", "TLP:AMBER")
                .ConfigureAwait(false);
        return draft.ReferenceNumber;
    }

    private static async Task<RecipientState> ReceiptAsync(
        Cast cast, string number, Func<RecipientState, bool> isWanted, string sentence, CancellationToken cancellation)
    {
        var answer = await Patience.UntilAsync(
            () => cast.At(cast.Xb, "duty").TryAskAsync<GetReceiptsResponse>(cancellation, "receipts", number),
            receipts => receipts.Recipients.Any(isWanted),
            sentence,
            cancellation).ConfigureAwait(false);
        return answer.Recipients.Single();
    }

    private static string Time(Google.Protobuf.WellKnownTypes.Timestamp? at) => $"{at?.ToDateTime():HH:mm:ss}Z";
}
