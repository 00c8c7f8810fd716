using CbmExchange.Cli.Output;
using CbmExchange.Contracts.Exchange.V1;

namespace CbmExchange.Cli.Cases;

/// <summary>A case on screen or on paper: the same words.</summary>
internal static class CaseText
{
    private const string ExerciseContext = "exercise";

    /// <summary>One case in a list.</summary>
    public static void WriteLine(Screen screen, CaseView view)
    {
        var number = view.ReferenceNumber.Length > 0 ? view.ReferenceNumber : view.CaseId;
        screen.Strong($"{number}   {view.Precedence.ToUpperInvariant()}   {view.Title}");
        screen.Line($"  {StateOf(view)}   {string.Join(", ", view.Writers)}   " +
            $"{view.MessageCount} {(view.MessageCount == 1 ? "message" : "messages")}   {view.HighestMarking}   " +
            $"moved {TimeText.Of(view.ChangedAt)}");
        foreach (var timer in view.Timers)
        {
            screen.Line($"  {timer.Recipient}: {timer.Sentence}");
        }
    }

    /// <summary>The whole case.</summary>
    public static void Write(Screen screen, GetCaseResponse found) =>
        screen.WithBanner(found.Case.Context == ExerciseContext, () =>
        {
            WriteMarking(screen, found);
            WriteLine(screen, found.Case);
            screen.Line();
            if (found.HasOlder)
            {
                screen.Quiet("older messages are left out here");
            }

            foreach (var entry in found.Entries)
            {
                WriteEntry(screen, entry);
            }

            screen.Line();
            screen.Line(found.StandingText);
            screen.Quiet($"case {found.Case.CaseId}   {FactsText.Of(found.Facts, "entry", "entries")}");
            FooterText.Write(screen, found.Footer);
            WriteMarking(screen, found);
        });

    private static void WriteMarking(Screen screen, GetCaseResponse found) =>
        screen.Strong($"{found.Case.Context.ToUpperInvariant()}   " +
            $"{(found.Facts?.HighestMarking is { Length: > 0 } marking ? marking : "national only")}");

    private static void WriteEntry(Screen screen, CaseEntry entry)
    {
        var own = entry.IsNational ? "  (national)" : "";
        screen.Line($"{entry.Who}{own}: {entry.Sentence}");
        screen.Indented(TimesOf(entry), 4);
        foreach (var line in new[] { entry.Late, entry.ClockNote, entry.Text, entry.Message?.Summary ?? "",
            entry.Message?.Notice ?? "" })
        {
            if (line.Length > 0)
            {
                screen.Indented(line, 4);
            }
        }

        if (entry.Message is { } message)
        {
            screen.Quiet($"    {message.ReferenceNumber} {message.Tlp} {message.SignatureState}".TrimEnd());
            foreach (var one in message.Recipients)
            {
                screen.Indented(RecipientOf(one), 4);
            }
        }
    }

    private static string RecipientOf(RecipientState one) =>
        $"{one.Designator}: {one.Receipt}" +
        (one.DeliveredAt is null ? "" : $"   delivered {TimeText.Of(one.DeliveredAt)}") +
        (one.AcknowledgedAt is null ? "" : $"   acknowledged {TimeText.Of(one.AcknowledgedAt)} by {one.DutyDesk}");

    private static string TimesOf(CaseEntry entry)
    {
        (string Name, Google.Protobuf.WellKnownTypes.Timestamp? At)[] times =
        [
            ("occurred", entry.OccurredAt), ("authored", entry.AuthoredAt), ("received", entry.ReceivedAt),
            ("stored", entry.StoredAt),
        ];
        return string.Join("   ", times.Where(time => time.At is not null)
            .Select(time => $"{time.Name} {TimeText.Of(time.At)}"));
    }

    private static string StateOf(CaseView view) => view.State switch
    {
        "closed" => $"closed ({view.ClosedReason})" + (view.MovedSinceClosed ? ", a message came since" : ""),
        var state => state,
    };
}
