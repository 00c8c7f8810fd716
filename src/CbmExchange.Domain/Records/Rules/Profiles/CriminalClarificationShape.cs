using System.Collections.Immutable;

namespace CbmExchange.Domain.Records.Rules.Profiles;

/// <summary>criminal-clarification (proto/cbm/record/v1/profiles.proto).</summary>
internal static class CriminalClarificationShape
{
    public static CatalogueRow Row =>
        new()
        {
            Code = "criminal-clarification",
            Family = RecordFamily.Document,
            Label = "Criminal clarification",
            Measures = ["a68-98:26f", "osce:6"],
            Source = "A/68/98 §26(f)",
            DateField = "since",
            Fields = Fields,
            Warnings = content => [.. PersonalText.Hints(content), .. ToneText.Hints(content)],
        };

    private static ImmutableArray<FieldShape> Fields =>
        [
            .. CommonFields.Of(isSubjectRequired: true, isPrecedenceRequired: false),
            Shape.Required("statement", Values.RunningTexts(ContentLimits.SummaryCharsMax)),
            Shape.Required("handledAs", Values.Closed(CodeLists.CriminalHandling)),
            Shape.Optional("since", Values.Date),
            Shape.Optional("caseReference", Values.Line(ContentLimits.NoteCharsMax)),
            Shape.Pointer("aboutRecordId"),
            Shape.Pointer("channelId"),
        ];
}
