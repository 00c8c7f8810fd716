using System.Collections.Immutable;

namespace CbmExchange.Domain.Records;

/// <summary>
/// A reminder that says nothing but which message waits, since when and for which desk: who may read it has the message
/// already, so that it gives nothing away (decision 0038). What is said beside that would be a text of its author.
/// </summary>
public static class ReminderNote
{
    /// <summary>The message that waits.</summary>
    public const string OfField = "reminderOf";

    /// <summary>Number of the message that waits.</summary>
    public const string OfNumberField = "ofReferenceNumber";

    /// <summary>The recipient's contact for whom it is.</summary>
    public const string ContactField = "toContact";

    /// <summary>Stands in the reminder of a flash message, which needs a reason.</summary>
    public const string FlashReason = "Reminder of a message of this precedence";

    private static readonly ImmutableHashSet<string> Fields =
    [
        OfField, OfNumberField, ContactField, "at", "precedence", "precedenceReason",
        ContentDefaults.ReferenceNumberField, ContentDefaults.AuthoredAtField,
    ];

    /// <summary>True when the content is a reminder and nothing else.</summary>
    public static bool IsOnly(string recordType, RecordContent content) =>
        recordType == RecordTypes.Reminder
        && Json.String(content.Claims, "precedenceReason") is null or FlashReason
        && content.Claims.EnumerateObject().Where(field => !Json.IsEmpty(field.Value))
            .All(field => Fields.Contains(field.Name));
}
