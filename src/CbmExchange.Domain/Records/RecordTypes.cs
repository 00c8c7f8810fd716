using System.Collections.Immutable;

namespace CbmExchange.Domain.Records;

/// <summary>Codes of the record types that code names; <see cref="RecordCatalogue"/> has them all.</summary>
public static class RecordTypes
{
    /// <summary>A/68/98 §26(c).</summary>
    public const string PointOfContact = "point-of-contact";

    /// <summary>A/68/98 §26(a).</summary>
    public const string NationalDocument = "national-document";

    /// <summary>A/68/98 §26(c).</summary>
    public const string IncidentNotification = "incident-notification";

    /// <summary>A/76/135 norm 13(b), (c).</summary>
    public const string Acknowledgement = "acknowledgement";

    /// <summary>An answer to a message.</summary>
    public const string Response = "response";

    /// <summary>Says again that a message lies in the inbox; domain.md §4.21, the ladder.</summary>
    public const string Reminder = "reminder";

    /// <summary>Whether a message reaches a human; domain.md §4.7.</summary>
    public const string CommunicationCheck = "communication-check";

    /// <summary>A human answers a communication check.</summary>
    public const string CheckAnswer = "check-answer";

    /// <summary>What came of a communication check, for the State concerned alone.</summary>
    public const string CheckResult = "check-result";

    /// <summary>A/68/98 §26(d).</summary>
    public const string PolicyBrief = "policy-brief";

    /// <summary>A/68/98 §26(e).</summary>
    public const string SeverityScale = "severity-scale";

    /// <summary>A/68/98 §32(b).</summary>
    public const string CsirtProfile = "csirt-profile";

    /// <summary>What a State says it does under measures.</summary>
    public const string ImplementationReport = "implementation-report";

    /// <summary>All of them, those of <see cref="RecordCatalogue"/>.</summary>
    public static ImmutableArray<string> All { get; } = RecordCatalogue.Codes(_ => true);

    /// <summary>Types whose delivery is receipted: messages and what answers them.</summary>
    public static bool IsMessage(string recordType) =>
        RecordCatalogue.Find(recordType)?.Family == RecordFamily.Message;

    /// <summary>Facts of receipt: they answer a message, take no second person and are never receipted.</summary>
    public static bool IsReceipt(string recordType) =>
        RecordCatalogue.Find(recordType)?.Family == RecordFamily.Receipt;

    /// <summary>contact, document, message or receipt; empty for a type that is not known here.</summary>
    public static string FamilyWord(string recordType) =>
        RecordCatalogue.Find(recordType)?.Family.ToString().ToLowerInvariant() ?? "";
}
