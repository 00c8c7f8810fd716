using System.Collections.Immutable;

namespace CbmExchange.Domain.Records.Rules.Capacity;

/// <summary>learning-resource (proto/cbm/record/v1/capacity.proto).</summary>
internal static class LearningResourceShape
{
    public static CatalogueRow Row =>
        new()
        {
            Code = "learning-resource",
            Family = RecordFamily.Document,
            Label = "Learning resource",
            Measures = ["a68-98:32c", "un:6", "oas:5"],
            Source = "A/68/98 §32(c)",
            Fields = Fields,
        };

    private static ImmutableArray<FieldShape> Fields =>
        [
            .. CommonFields.Of(isSubjectRequired: true, isPrecedenceRequired: false),
            Shape.Required("title", Values.Names(ContentLimits.NameCharsMax)),
            Shape.Required("provider", Values.Names(ContentLimits.NameCharsMax)),
            Shape.Optional("description", Values.RunningTexts(ContentLimits.SummaryCharsMax)),
            Shape.Required("languages", Shape.List(Values.LanguageTag, ContentLimits.ListCountMax)),
            Shape.Optional("level", Values.Open),
            Shape.Optional("cost", Values.Open),
            Shape.Optional("bandwidth", Values.Open),
            Shape.Optional("licence", Values.Line(ContentLimits.NoteCharsMax)),
            Shape.Optional("topics", Shape.List(Values.Open, ContentLimits.ListCountMax)),
            Shape.Required("officialUrl", Values.Url),
            Shape.Pointer("contactId"),
        ];
}
