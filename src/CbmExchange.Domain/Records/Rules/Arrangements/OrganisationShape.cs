using System.Collections.Immutable;

namespace CbmExchange.Domain.Records.Rules.Arrangements;

/// <summary>organisation (proto/cbm/record/v1/arrangements.proto).</summary>
internal static class OrganisationShape
{
    public static CatalogueRow Row =>
        new()
        {
            Code = "organisation",
            Family = RecordFamily.Document,
            Label = "Organisation profile",
            Measures = ["a68-98:26a", "osce:2", "osce:7", "un:3"],
            Source = "A/68/98 §26(a)",
            Fields = Fields,
        };

    private static ImmutableArray<FieldShape> Fields =>
        [
            .. CommonFields.Of(isSubjectRequired: true, isPrecedenceRequired: false),
            Shape.Required("name", Values.Names(ContentLimits.NameCharsMax)),
            Shape.Optional("acronym", Values.Line(ContentLimits.CodeCharsMax)),
            Shape.Required("kind", Values.Open),
            Shape.Required("mandate", Values.RunningTexts(ContentLimits.SummaryCharsMax)),
            Shape.Optional("partOf", Values.Names(ContentLimits.NameCharsMax)),
            Shape.Optional("responsibilities", Shape.List(Values.Open, ContentLimits.ListCountMax)),
            Shape.Optional("cooperation", Shape.List(CooperationLink, ContentLimits.ListCountMax)),
            Shape.Optional("publicPrivate", Values.RunningTexts(ContentLimits.SummaryCharsMax)),
            Shape.Optional("legalBasis", Values.Line(ContentLimits.NoteCharsMax)),
            Shape.Optional("languages", Shape.List(Values.LanguageTag, ContentLimits.ListCountMax)),
            Shape.Optional("officialUrl", Values.Url),
            Shape.Pointer("contactId"),
        ];

    private static Check CooperationLink =>
        Shape.Object(
            Shape.Required("partner", Values.Names(ContentLimits.NameCharsMax)),
            Shape.Optional("nature", Values.RunningTexts(ContentLimits.SummaryCharsMax))
        );
}
