using CbmExchange.Cli.Records;
using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Contracts.Record.V1;

namespace CbmExchange.Cli.Output;

/// <summary>One record on screen: who says it, its standing, its content.</summary>
internal static class RecordText
{
    public const string StandingSentence =
        "Receipt of this notice or of an acknowledgement implies neither agreement nor responsibility.";

    private const string SubjectPrefix = "EXERCISE: ";

    private const string TakenBackSentence =
        "The newest version is known only from what its recipients gave back after a backup was restored: what nobody "
        + "was given of it is lost. Before anything is released again, write a new version (`cbmx revise`).";

    public static bool IsExercise(RecordView record) => record.Context == "exercise";

    /// <summary>Number that people quote; the id before the node gave one.</summary>
    public static string NumberOf(RecordView record) =>
        RecordBodies.Of<string>(RecordBodies.ContentOf(record.Body), "reference_number") is { Length: > 0 } number
            ? number
            : record.RecordId;

    /// <summary>The subject; in an exercise with the prefix that nobody types.</summary>
    public static string SubjectOf(RecordView record) =>
        (IsExercise(record) ? SubjectPrefix : "") + PlainSubjectOf(record);

    private static string PlainSubjectOf(RecordView record) => RecordBodies.ContentOf(record.Body) switch
    {
        null => "",
        Acknowledgement receipt => $"receipt by {receipt.DutyDesk}",
        GlossaryEntry entry => entry.Term,
        Reminder reminder => $"reminder of {reminder.OfReferenceNumber}: no receipt recorded so far; whoever confirms "
            + "this confirms that message",
        var content => TextsText.Short(RecordBodies.TitleOf(content)),
    };

    /// <summary>True for records whose delivery is receipted.</summary>
    public static bool IsReceipted(RecordView record) => record.RecordFamily is "message" or "receipt";

    /// <summary>The whole record, with the exercise banner where it belongs.</summary>
    public static void Write(Screen screen, RecordView record) => screen.WithBanner(IsExercise(record), () =>
    {
        screen.Strong($"{NumberOf(record)}   {record.RecordType}   {record.State}");
        var relayed = record.RelayedFor.Length > 0 ? $" for {record.RelayedFor}" : "";
        screen.Line(
            $"from  {record.Originator}   {record.Context}   {record.Provenance}{relayed}" + SignatureOf(record));
        WriteWithdrawal(screen, record);
        WriteNotices(screen, record);
        if (record.Marking is not null)
        {
            screen.Line($"marking  {MarkingText.Of(record.Marking)}");
        }

        screen.Line(TimesOf(record));
        WriteWhole(screen, record);
        WriteStanding(screen, record);
        ConversationText.Write(screen, record.Conversations);
        WriteOwn(screen, record);
        screen.Quiet(IdsOf(record));
        EarlierText.Write(screen, record);
    });

    // What only this participant's own officers read.
    private static void WriteOwn(Screen screen, RecordView record)
    {
        RecipientsText.Write(screen, record.Recipients, IsReceipted(record));
        RecipientsText.Write(screen, record.Leaving, IsReceipted(record));
        WriteClearance(screen, record);
    }

    private static void WriteNotices(Screen screen, RecordView record)
    {
        if (record.TakenBack)
        {
            screen.Strong(TakenBackSentence);
        }

        if (record.Notice.Length > 0)
        {
            screen.Strong(record.Notice);
        }
    }

    private static void WriteClearance(Screen screen, RecordView record)
    {
        if (record.ReturnReason.Length > 0)
        {
            screen.Line($"returned because  {record.ReturnReason}");
        }

        if (record.ReviewOpen)
        {
            screen.Strong("Released by a duty officer alone; the review is open (`cbmx review`).");
        }

        if (record.SinglePerson)
        {
            screen.Line("Single-person release: one person cleared or released what they wrote. Only this node knows.");
        }
    }

    // The sentence that every message carries stands with its content already.
    private static void WriteStanding(Screen screen, RecordView record)
    {
        if (record.NextUpdate.Length > 0)
        {
            screen.Line(record.NextUpdate);
        }

        foreach (var sentence in record.StandingTexts.Skip(1))
        {
            screen.Line(sentence);
        }
    }

    // The content, what it does not say, and what is to be known of its files.
    private static void WriteWhole(Screen screen, RecordView record)
    {
        WriteContent(screen, record);
        if (RecordBodies.ContentOf(record.Body) is { } content)
        {
            AbsentText.NotEntered(screen, content, isOwn: record.HeldVersion > 0);
        }

        foreach (var note in record.AttachmentNotes)
        {
            screen.Strong(note);
        }
    }

    private static void WriteWithdrawal(Screen screen, RecordView record)
    {
        if (record.Withdrawal is not null)
        {
            screen.Strong($"WITHDRAWN {TimeText.Of(record.WithdrawnAt)}   {record.Withdrawal.ReasonClass}   " +
                $"request: {record.Withdrawal.Request}");
        }
    }

    /// <summary>The content, as its type is read.</summary>
    public static void WriteContent(Screen screen, RecordView record)
    {
        WriteFields(screen, record);
        if (RecordBodies.ContentOf(record.Body) is { } content)
        {
            AbsentText.Stated(screen, content);
        }
    }

    private static void WriteFields(Screen screen, RecordView record)
    {
        switch (RecordBodies.ContentOf(record.Body))
        {
            case PointOfContact contact:
                ContactText.Write(screen, contact);
                break;
            case NationalDocument document:
                DocumentText.Write(screen, document);
                break;
            case IncidentNotification notice:
                NotificationText.Write(screen, notice);
                NotificationText.WriteMeanings(screen, record.SeverityMeanings);
                if (notice.Severity is { MappedLevel.Length: 0 } && record.SeverityMeanings.Count == 0
                    && record.RecordId.Length > 0)
                {
                    screen.Line("severity  no mapping of this level is known here");
                }

                break;
            case Acknowledgement receipt:
                NotificationText.Write(screen, receipt);
                break;
            case Response response:
                NotificationText.Write(screen, response);
                break;
            case null:
                screen.Line("no content here");
                break;
            case var content:
                ContentText.Write(screen, content);
                if (IsReceipted(record))
                {
                    screen.Line(StandingSentence);
                }

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
}
