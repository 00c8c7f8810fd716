using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Contracts.Record.V1;

namespace CbmExchange.Cli.Output;

/// <summary>A notification, or what answers one, as a duty officer reads it (domain.md §4.26).</summary>
internal static class NotificationText
{
    public static void Write(Screen screen, IncidentNotification notice)
    {
        screen.Strong($"{notice.Precedence.ToUpperInvariant()}   {Code("stage", notice.Stage)}   "
            + $"purpose {Code("purpose", notice.Purpose)}");
        Texts(screen, "subject   ", notice.Subject);
        screen.Line($"aware {TimeText.Of(notice.AwareAt)}   authored {TimeText.Of(notice.AuthoredAt)}   " +
            $"next update by {TimeText.OrNot(notice.NextUpdateBy, "not stated")}");
        screen.Line($"nature {Or(Code("nature", notice.Nature))}   "
            + $"sectors {Or(screen.Codes("IncidentNotification.sectors_affected", notice.SectorsAffected))}   "
            + $"cross-border {Code("cross_border", notice.CrossBorder)}   "
            + $"malice suspected {Code("malice_suspected", notice.MaliceSuspected)}   "
            + $"severity {SeverityOf(screen, notice)}");
        Texts(screen, "summary   ", notice.Summary);
        Texts(screen, "impact    ", notice.ImpactOnOthers);
        Texts(screen, "measures  ", notice.MeasuresTaken);
        Texts(screen, "request   ", notice.RequestToRecipients);
        foreach (var addressee in notice.Addressees)
        {
            screen.Line($"{addressee.Role,-10}{addressee.ParticipantId}");
        }

        screen.Line(RecordText.StandingSentence);

        string Code(string field, string code) => screen.Code($"IncidentNotification.{field}", code);
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
        screen.Line($"of        {response.OfRecord?.RecordId}   {screen.Code("Response.kind", response.Kind)}");
        Texts(screen, "text      ", response.Text);
    }

    private static string SeverityOf(Screen screen, IncidentNotification notice) => notice.Severity switch
    {
        null => "not stated",
        { MappedLevel.Length: > 0 } severity =>
            $"{severity.Level} -> {screen.Code("Severity.mapped_level", severity.MappedLevel)}",
        var severity => severity.Level,
    };

    /// <summary>What the level means on other scales, each with who declared it.</summary>
    public static void WriteMeanings(Screen screen, IReadOnlyCollection<SeverityMeaning> meanings)
    {
        foreach (var one in meanings)
        {
            var to = one.ToScale == "severity-common"
                ? screen.Code("Severity.mapped_level", one.ToLevel)
                : $"{one.ToLevel} of {one.ToScale}";
            var by = one.DeclaredBy == one.SaidBy ? one.SaidBy : $"{one.SaidBy} ({one.DeclaredBy})";
            screen.Line($"severity  {one.Level} -> {to}, declared by {by}");
        }
    }

    private static string Or(string value) => value.Length > 0 ? value : "not stated";

    private static void Texts(Screen screen, string label, IEnumerable<Text> texts)
    {
        foreach (var text in TextsText.All(screen, texts))
        {
            screen.Line(label + text);
        }
    }
}
