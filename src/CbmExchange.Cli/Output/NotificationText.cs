using CbmExchange.Contracts.Record.V1;

namespace CbmExchange.Cli.Output;

/// <summary>A notification, or what answers one, as a duty officer reads it (domain.md §4.26).</summary>
internal static class NotificationText
{
    public static void Write(Screen screen, IncidentNotification notice)
    {
        screen.Strong($"{notice.Precedence.ToUpperInvariant()}   {notice.Stage}   purpose {notice.Purpose}");
        Texts(screen, "subject   ", notice.Subject);
        screen.Line($"aware {TimeText.Of(notice.AwareAt)}   authored {TimeText.Of(notice.AuthoredAt)}   " +
            $"next update by {TimeText.OrNot(notice.NextUpdateBy, "not stated")}");
        screen.Line($"nature {Or(notice.Nature)}   sectors {Or(string.Join(", ", notice.SectorsAffected))}   " +
            $"cross-border {notice.CrossBorder}   malice suspected {notice.MaliceSuspected}   " +
            $"severity {SeverityOf(notice)}");
        Texts(screen, "summary   ", notice.Summary);
        Texts(screen, "impact    ", notice.ImpactOnOthers);
        Texts(screen, "measures  ", notice.MeasuresTaken);
        Texts(screen, "request   ", notice.RequestToRecipients);
        foreach (var addressee in notice.Addressees)
        {
            screen.Line($"{addressee.Role,-10}{addressee.ParticipantId}");
        }

        screen.Line(RecordText.StandingSentence);
    }

    public static void Write(Screen screen, Acknowledgement receipt)
    {
        screen.Line($"of        {receipt.OfRecord?.RecordId}");
        screen.Line($"receipt   {TimeText.Of(receipt.At)} by {receipt.DutyDesk}");
        Texts(screen, "next step ", receipt.IntendedNextStep);
        screen.Line(RecordText.StandingSentence);
    }

    public static void Write(Screen screen, Response response)
    {
        screen.Line($"of        {response.OfRecord?.RecordId}   {response.Kind}");
        Texts(screen, "text      ", response.Text);
    }

    private static string SeverityOf(IncidentNotification notice) => notice.Severity is { } severity
        ? $"{severity.Level} -> {severity.MappedLevel}"
        : "not stated";

    private static string Or(string value) => value.Length > 0 ? value : "not stated";

    private static void Texts(Screen screen, string label, IEnumerable<Text> texts)
    {
        foreach (var text in TextsText.All(texts))
        {
            screen.Line(label + text);
        }
    }
}
