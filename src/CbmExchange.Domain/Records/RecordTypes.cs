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

    /// <summary>All of them, those of <see cref="RecordCatalogue"/>.</summary>
    public static ImmutableArray<string> All { get; } = RecordCatalogue.Codes(_ => true);

    /// <summary>Types whose delivery is receipted: messages and what answers them.</summary>
    public static bool IsMessage(string recordType) =>
        RecordCatalogue.Find(recordType)?.Family == RecordFamily.Message;

    /// <summary>contact, document, message or receipt; empty for a type that is not known here.</summary>
    public static string FamilyWord(string recordType) =>
        RecordCatalogue.Find(recordType)?.Family.ToString().ToLowerInvariant() ?? "";
}
