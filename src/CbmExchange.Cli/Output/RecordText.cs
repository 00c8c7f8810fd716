using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Contracts.Record.V1;

namespace CbmExchange.Cli.Output;

/// <summary>One record on screen: who says it, its standing, its content.</summary>
internal static class RecordText
{
    public const string StandingSentence =
        "Receipt of this notice or of an acknowledgement implies neither agreement nor responsibility.";

    private const string TakenBackSentence =
        "The newest version is known only from what its recipients gave back after a backup was restored: what nobody "
        + "was given of it is lost. Before anything is released again, write a new version (`cbmx revise`).";

    public static bool IsExercise(RecordView record) => record.Context == "exercise";

    /// <summary>Number that people quote; the id before the node gave one.</summary>
    public static string NumberOf(RecordView record) =>
        ReferenceOf(record.Body) is { Length: > 0 } number ? number : record.RecordId;

    public static string SubjectOf(RecordView record) => record.Body?.ContentCase switch
    {
        RecordBody.ContentOneofCase.PointOfContact => TextsText.Short(record.Body.PointOfContact.OfficeName),
        RecordBody.ContentOneofCase.NationalDocument => TextsText.Short(record.Body.NationalDocument.Title),
        RecordBody.ContentOneofCase.IncidentNotification => TextsText.Short(record.Body.IncidentNotification.Subject),
        RecordBody.ContentOneofCase.Acknowledgement => $"receipt by {record.Body.Acknowledgement.DutyDesk}",
        RecordBody.ContentOneofCase.Response => TextsText.Short(record.Body.Response.Subject),
        _ => "",
    };

    /// <summary>The whole record, with the exercise banner where it belongs.</summary>
    public static void Write(Screen screen, RecordView record) => screen.WithBanner(IsExercise(record), () =>
    {
        screen.Strong($"{NumberOf(record)}   {record.RecordType}   {record.State}");
        screen.Line($"from  {record.Originator}   {record.Context}   {record.Provenance}" + SignatureOf(record));
        WriteWithdrawal(screen, record);
        if (record.TakenBack)
        {
            screen.Strong(TakenBackSentence);
        }

        if (record.Marking is not null)
        {
            screen.Line($"marking  {MarkingText.Of(record.Marking)}");
        }

        screen.Line(TimesOf(record));
        WriteContent(screen, record.Body);
        RecipientsText.Write(screen, record.Recipients, record.RecordType);
        if (record.ReturnReason.Length > 0)
        {
            screen.Line($"returned because  {record.ReturnReason}");
        }

        if (record.ReviewOpen)
        {
            screen.Strong("Released by a duty officer alone; the review is open (`cbmx review`).");
        }

        screen.Quiet(IdsOf(record));
    });

    private static void WriteWithdrawal(Screen screen, RecordView record)
    {
        if (record.Withdrawal is not null)
        {
            screen.Strong($"WITHDRAWN {TimeText.Of(record.WithdrawnAt)}   {record.Withdrawal.ReasonClass}   " +
                $"request: {record.Withdrawal.Request}");
        }
    }

    private static void WriteContent(Screen screen, RecordBody? body)
    {
        switch (body?.ContentCase)
        {
            case RecordBody.ContentOneofCase.PointOfContact:
                ContactText.Write(screen, body.PointOfContact);
                break;
            case RecordBody.ContentOneofCase.NationalDocument:
                DocumentText.Write(screen, body.NationalDocument);
                break;
            case RecordBody.ContentOneofCase.IncidentNotification:
                NotificationText.Write(screen, body.IncidentNotification);
                break;
            case RecordBody.ContentOneofCase.Acknowledgement:
                NotificationText.Write(screen, body.Acknowledgement);
                break;
            case RecordBody.ContentOneofCase.Response:
                NotificationText.Write(screen, body.Response);
                break;
            default:
                screen.Line("no content here");
                break;
        }
    }

    private static string SignatureOf(RecordView record) =>
        record.SignatureState.Length > 0 ? $"   {record.SignatureState}" : "";

    private static string TimesOf(RecordView record)
    {
        var authored = record.AuthoredAt is null ? "" : $"authored {TimeText.Of(record.AuthoredAt)}";
        var received = record.ReceivedAt is null ? "" : $"   received {TimeText.Of(record.ReceivedAt)}";
        var languages = record.AuthoritativeLanguages.Count == 0 ? "" :
            $"   authoritative in {string.Join(", ", record.AuthoritativeLanguages)}";
        return (authored + received + languages).TrimStart();
    }

    private static string IdsOf(RecordView record)
    {
        var version = record.HeldVersion > 0 ? $"   expected version {record.HeldVersion}" : "";
        var hash = record.ContentHash.Length > 0 ? $"   content hash {record.ContentHash}" : "";
        return $"id {record.RecordId}{version}{hash}";
    }

    private static string? ReferenceOf(RecordBody? body) => body?.ContentCase switch
    {
        RecordBody.ContentOneofCase.PointOfContact => body.PointOfContact.ReferenceNumber,
        RecordBody.ContentOneofCase.NationalDocument => body.NationalDocument.ReferenceNumber,
        RecordBody.ContentOneofCase.IncidentNotification => body.IncidentNotification.ReferenceNumber,
        RecordBody.ContentOneofCase.Acknowledgement => body.Acknowledgement.ReferenceNumber,
        RecordBody.ContentOneofCase.Response => body.Response.ReferenceNumber,
        _ => null,
    };
}
