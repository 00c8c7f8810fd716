using System.Collections.Immutable;

namespace CbmExchange.Domain.Records.Rules;

/// <summary>The fields that every record type has (domain.md §4.2), in proto order.</summary>
internal static class CommonFields
{
    public static ImmutableArray<FieldShape> Of(bool isSubjectRequired, bool isPrecedenceRequired) =>
        [
            new FieldShape("subject", isSubjectRequired, Values.Names(ContentLimits.SubjectCharsMax)),
            Shape.Optional("authoringOffice", Values.Names(ContentLimits.NameCharsMax)),
            new FieldShape("precedence", isPrecedenceRequired, Values.Closed(Precedences.LowestFirst)),
            Shape.Optional("precedenceReason", Values.Line(ContentLimits.NoteCharsMax)),
            Shape.Optional("caseId", Values.Uuid),
            Shape.Optional("reportsUnder", Shape.List(Values.Open, ContentLimits.ListCountMax)),
            Shape.Optional("validFrom", Values.Time),
            Shape.Optional("validUntil", Values.Time),
            Shape.Optional("reviewBy", Values.Time),
            Shape.Optional(
                "absent",
                Shape.List(
                    Shape.Object(
                        Shape.Required(
                            "field",
                            Shape.String(IsFieldName, "Must be the name of a field, e.g. adoptedOn.")
                        ),
                        Shape.Required("reason", Values.Closed(CodeLists.AbsentReason))
                    ),
                    ContentLimits.ListCountMax
                )
            ),
            Shape.Optional(
                "referenceNumber",
                Shape.String(Records.ReferenceNumber.IsValid, "Must be a reference number with its check character.")
            ),
            Shape.Optional("authoredAt", Values.Time),
        ];

    /// <summary>For whom an organisation enters a record, and by what note (domain.md §4.21: 37).</summary>
    public static FieldShape Relayed =>
        Shape.Optional(
            ContentDefaults.RelayedForField,
            Shape.Object(
                Shape.Required("participantId", Values.Uuid),
                Shape.Required("reference", Values.Line(ContentLimits.NoteCharsMax)),
                Shape.Required("receivedOn", Values.Day)
            )
        );

    private static bool IsFieldName(string text) =>
        text.Length <= ContentLimits.CodeCharsMax
        && char.IsAsciiLetterLower(text[0])
        && text.All(char.IsAsciiLetterOrDigit);
}
