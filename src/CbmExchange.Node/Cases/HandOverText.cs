using System.Globalization;
using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Domain.Cases;
using Google.Protobuf.WellKnownTypes;

namespace CbmExchange.Node.Cases;

/// <summary>What the next shift reads: where it stands, open timers, who said what, what was tried.</summary>
internal static class HandOverText
{
    private const int EntriesMax = 40;

    /// <summary>Lines to read or print.</summary>
    public static IEnumerable<string> Of(
        CaseView view, IReadOnlyCollection<CaseEntry> entries, IEnumerable<string> nextSteps, DateTimeOffset now)
    {
        var banner = view.Context == "exercise" ? "EXERCISE EXERCISE EXERCISE" : view.Context.ToUpperInvariant();
        return
        [
            banner,
            $"HANDOVER {view.ReferenceNumber} {view.Title}".Trim(),
            $"as of {Full(now)}; case {view.CaseId}, {view.State}; highest marking "
                + (view.HighestMarking.Length > 0 ? view.HighestMarking : "none"),
            "",
            "Receipts looked for:",
            .. view.Timers.Select(timer =>
                $"  {timer.Recipient} {timer.Precedence} {timer.ReferenceNumber}: {timer.Sentence}"),
            .. view.Timers.Count == 0 ? ["  none"] : Array.Empty<string>(),
            .. nextSteps.Select(step => $"  next: {step}"),
            "",
            "Who said what:",
            .. entries.Count > EntriesMax ? [$"  ({entries.Count - EntriesMax} older entries are in `cbmx case show`)"]
                : Array.Empty<string>(),
            .. entries.TakeLast(EntriesMax).SelectMany(LinesOf),
            "",
            $"{EscalationAdvices.Standing} Notes stay in this node.",
            banner,
        ];
    }

    private static IEnumerable<string> LinesOf(CaseEntry entry)
    {
        var at = entry.OccurredAt ?? entry.ReceivedAt ?? entry.StoredAt;
        var times = entry.Late.Length > 0 ? $" [{entry.Late}]" : "";
        yield return $"  {Short(at)} {entry.Who}: {entry.Sentence}{times}";
        if (entry.Text.Length > 0)
        {
            yield return $"    {entry.Text.ReplaceLineEndings("\n    ")}";
        }

        foreach (var recipient in entry.Message?.Recipients ?? [])
        {
            yield return $"    {recipient.Designator}: {recipient.Receipt}"
                + (recipient.AcknowledgedAt is { } by ? $" {Short(by)} by {recipient.DutyDesk}" : "");
        }
    }

    private static string Full(DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture);

    private static string Short(Timestamp at) =>
        at.ToDateTimeOffset().UtcDateTime.ToString("MM-dd HH:mm'Z'", CultureInfo.InvariantCulture);
}
