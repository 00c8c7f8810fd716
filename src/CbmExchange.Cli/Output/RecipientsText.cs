using CbmExchange.Contracts.Exchange.V1;

namespace CbmExchange.Cli.Output;

/// <summary>What each recipient holds; facts about delivery are never mixed.</summary>
internal static class RecipientsText
{
    /// <summary>Only these are receipted; of documents and contacts it is known that they were given.</summary>
    public static bool IsMessage(string recordType) =>
        recordType is "incident-notification" or "acknowledgement" or "response";

    public static void Write(
        Screen screen, IReadOnlyCollection<RecipientState> recipients, string recordType)
    {
        if (recipients.Count == 0)
        {
            return;
        }

        screen.Table(IsMessage(recordType) ? Receipted(recipients) : Given(recipients));
        if (!IsMessage(recordType))
        {
            screen.Quiet("given: it lies in their stream; delivery of documents and contacts is not receipted.");
        }

        if (recipients.Any(one => one.ClaimPaths.Count > 0))
        {
            screen.Quiet("withheld parts are shown by `cbmx release … --preview`, all parts held with --json");
        }
    }

    private static TextTable Receipted(IEnumerable<RecipientState> recipients)
    {
        var table = new TextTable("recipient", "marking", "receipt", "delivered", "acknowledged", "holds");
        foreach (var one in recipients)
        {
            var desk = one.DutyDesk.Length > 0 ? $" by {one.DutyDesk}" : "";
            table.Row(
                one.Designator,
                one.Marking?.Tlp ?? "",
                one.Receipt,
                TimeText.OrNot(one.DeliveredAt, "not recorded"),
                TimeText.OrNot(one.AcknowledgedAt, "not recorded") + desk,
                PathsText.Count(one.ClaimPaths));
        }

        return table;
    }

    private static TextTable Given(IEnumerable<RecipientState> recipients)
    {
        var table = new TextTable("recipient", "marking", "receipt", "released", "holds");
        foreach (var one in recipients)
        {
            table.Row(
                one.Designator,
                one.Marking?.Tlp ?? "",
                one.Receipt is "" or "waiting" ? "given" : one.Receipt,
                TimeText.Of(one.ReleasedAt),
                PathsText.Count(one.ClaimPaths));
        }

        return table;
    }
}
