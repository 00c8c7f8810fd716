using System.Collections.Immutable;

namespace CbmExchange.Domain.Records;

/// <summary>Codes of the record types (proto/cbm/record/v1).</summary>
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

    /// <summary>All of them.</summary>
    public static ImmutableArray<string> All { get; } =
        [PointOfContact, NationalDocument, IncidentNotification, Acknowledgement, Response];

    /// <summary>Types whose delivery is receipted: a notification and what answers it.</summary>
    public static bool IsMessage(string recordType) => recordType is IncidentNotification or Response;
}
