namespace CbmExchange.Domain.Records;

/// <summary>
/// What is read out by telephone of a message (domain.md §4.14): short, and in an exercise between two banners, so that
/// nobody who hears only its beginning or its end takes it for the real thing.
/// </summary>
public static class PhoneText
{
    private const string ExerciseContext = "exercise";

    /// <summary>The text; empty for a record that is no message.</summary>
    /// <param name="header">The message.</param>
    /// <param name="content">As far as it is known here.</param>
    /// <param name="from">Designator of who says it.</param>
    public static string Of(RecordHeader header, RecordContent content, string from)
    {
        if (!RecordTypes.IsMessage(header.RecordType))
        {
            return "";
        }

        var number = Json.String(content.Claims, ContentDefaults.ReferenceNumberField) ?? "without a number";
        var precedence = Json.String(content.Claims, "precedence") ?? Precedences.Routine;
        var subject = TextView.Best(TextView.AllOf(content, "subject"), "en");
        var text = $"Message {number} from {from}, {precedence}."
            + (subject.Length > 0 ? $" Subject: {subject}." : "");
        return header.Context == ExerciseContext ? ExerciseBanner.Around(text) : text;
    }

    /// <summary>The banner of a record; empty outside an exercise.</summary>
    public static string BannerOf(RecordHeader header) =>
        header.Context == ExerciseContext ? ExerciseBanner.Words : "";
}
