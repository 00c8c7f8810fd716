using System.Collections.Immutable;

namespace CbmExchange.Domain.Records.Rules.Profiles;

/// <summary>advisory (proto/cbm/record/v1/profiles.proto).</summary>
internal static class AdvisoryShape
{
    public static CatalogueRow Row =>
        new()
        {
            Code = "advisory",
            Family = RecordFamily.Document,
            Label = "Advisory",
            Measures = ["a68-98:26c", "a68-98:26d"],
            Source = "A/68/98 §26(c)",
            AlwaysIncluded = ["expiresAt"],
            IsTechnical = true,
            Fields = Fields,
        };

    private static ImmutableArray<FieldShape> Fields =>
        [
            .. CommonFields.Of(isSubjectRequired: true, isPrecedenceRequired: false),
            Shape.Required("title", Values.Names(ContentLimits.NameCharsMax)),
            Shape.Required("text", Values.RunningTexts(ContentLimits.SectionBodyCharsMax)),
            Shape.Optional("sectors", Shape.List(Values.Open, ContentLimits.ListCountMax)),
            Shape.Optional("topics", Shape.List(Values.Open, ContentLimits.ListCountMax)),
            Shape.Optional("expiresAt", Values.Time),
            Shape.Optional("officialUrl", Values.Url),
            Shape.Optional("files", Shape.List(Values.Attachment, ContentLimits.ListCountMax)),
            Shape.Pointer("contactId"),
        ];
}
