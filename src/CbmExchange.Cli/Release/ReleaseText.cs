using CbmExchange.Cli.Connection;
using CbmExchange.Cli.Output;
using CbmExchange.Cli.Records;
using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Contracts.Sync.V1;

namespace CbmExchange.Cli.Release;

/// <summary>What a release does, or would do, per recipient.</summary>
internal static class ReleaseText
{
    public static void WritePreview(
        NodeSession session, PreviewReleaseResponse preview, Correction? correction = null)
    {
        var screen = session.Screen;
        if (session.AsJson)
        {
            screen.Json(preview);
            return;
        }

        screen.Strong($"PREVIEW: nothing has left. {Count(preview.Recipients.Count)} would receive:");
        if (preview.RecallWindow is { } window)
        {
            screen.Line($"It would wait {window.ToTimeSpan().TotalSeconds:0} s before it leaves; until then "
                + "`cbmx recall` takes it back.");
        }

        foreach (var recipient in preview.Recipients)
        {
            screen.Line();
            screen.Strong($"{recipient.Designator}  {recipient.OfficialName}   {recipient.EntryKind}");
            if (correction is not null && recipient.EntryKind == "corrected")
            {
                screen.Line($"is told: {CorrectionText.Of(correction)}");
            }

            screen.Line($"{MarkingText.Of(recipient.Marking)}");
            screen.Indented(JsonText.Reflow(recipient.ContentJson));
            screen.Line(recipient.WithheldPaths.Count == 0
                ? "withheld: nothing"
                : $"withheld: {string.Join(' ', recipient.WithheldPaths)}");
            screen.Line($"entry: {recipient.Entry.Length} bytes");
            screen.Line($"{MarkingText.Of(recipient.Marking)}");
        }

        screen.Line();
        Rest(screen, preview.Warnings, preview.Unchanged);
    }

    public static void Write(
        NodeSession session, ReleaseRecordResponse reply, bool isReceipted, string done = "Released")
    {
        var screen = session.Screen;
        if (session.AsJson)
        {
            screen.Json(reply);
            return;
        }

        var (number, count) = (CommandReplyText.NumberOf(reply.Record), Count(reply.Recipients.Count));
        screen.Strong(reply.LeavesAt is null
            ? $"{done} {number} to {count}. " + Where(reply.Recipients.Count, isReceipted)
            : $"Nothing has left yet: {number} goes to {count} at {TimeText.Of(reply.LeavesAt)}.");
        RecipientsText.Write(screen, reply.Recipients, isReceipted);
        Rest(screen, reply.Record.Warnings, reply.Unchanged);
        screen.Quiet($"id {reply.Record.RecordId}   expected version {reply.Record.HeldVersion}");
    }

    private static void Rest(Screen screen, IEnumerable<string> warnings, IReadOnlyCollection<string> unchanged)
    {
        foreach (var warning in warnings)
        {
            screen.Line($"note: {warning}");
        }

        if (unchanged.Count > 0)
        {
            screen.Line($"unchanged, nothing sent: {string.Join(' ', unchanged)}");
        }
    }

    private static string Where(int recipients, bool isReceipted) => recipients switch
    {
        0 => "Nothing was sent.",
        1 => "It is in their stream",
        _ => "It is in their streams",
    } + (recipients == 0 ? "" : isReceipted ? "; `waiting` means not fetched yet." : ".");

    private static string Count(int recipients) => recipients == 1 ? "1 recipient" : $"{recipients} recipients";
}
