using CbmExchange.Contracts.Record.V1;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;

namespace CbmExchange.Web.Publishing.Forms;

/// <summary>How a field is asked for, from its descriptor and from what the protocol says of it.</summary>
internal static class FieldKinds
{
    /// <summary>Elements of one list that a form reads: the participants of one instance (design §5).</summary>
    public const int ItemsMax = 250;

    // The node sets them, an act of its own sets them, or the form asks for them otherwise.
    private static readonly HashSet<string> SetElsewhere =
        new(StringComparer.Ordinal) { "absent", "referenceNumber", "authoredAt", "nomination" };

    /// <summary>True for a field that a form asks for.</summary>
    public static bool IsAsked(FieldDescriptor field) =>
        field.ContainingType.FindFieldByName("authored_at") is null || !SetElsewhere.Contains(field.JsonName);

    /// <summary>True for texts in several languages.</summary>
    public static bool IsTexts(FieldDescriptor field) =>
        field.IsRepeated && Inner(field)?.FullName == Text.Descriptor.FullName;

    /// <summary>True for a file, or several.</summary>
    public static bool IsFile(MessageDescriptor? type) => type?.FullName == Attachment.Descriptor.FullName;

    /// <summary>True for a version of a record of another participant.</summary>
    public static bool IsReference(MessageDescriptor? type) => type?.FullName == RecordReference.Descriptor.FullName;

    /// <summary>True for a moment.</summary>
    public static bool IsTime(FieldDescriptor field) => Inner(field)?.FullName == Timestamp.Descriptor.FullName;

    /// <summary>True for the ids of participants.</summary>
    public static bool IsParticipant(FieldDescriptor field) =>
        field.FieldType == FieldType.String
        && (field.Name == "participant_id"
            || FieldHints.Of(field).StartsWith("Participant id", StringComparison.Ordinal));

    /// <summary>True for the ids of other records: a reference number is understood as well.</summary>
    public static bool IsPointer(FieldDescriptor field) =>
        field.FieldType == FieldType.String && !IsParticipant(field)
        && FieldHints.Of(field).Contains("ecord id", StringComparison.Ordinal)
        && (field.Name.EndsWith("_id", StringComparison.Ordinal)
            || field.Name.EndsWith("_ids", StringComparison.Ordinal)
            || field.Name is "further_contact" or "replaces_document");

    /// <summary>True for a text that wants more than a line.</summary>
    public static bool IsLong(FieldDescriptor field) =>
        field.Name is not ("subject" or "title" or "name" or "office_name" or "issuing_body" or "authoring_office"
            or "organisation" or "heading" or "term" or "team_name" or "provider" or "authors" or "label");

    /// <summary>The message inside a field; null for a plain value.</summary>
    public static MessageDescriptor? Inner(FieldDescriptor field) =>
        field.FieldType == FieldType.Message ? field.MessageType : null;
}
