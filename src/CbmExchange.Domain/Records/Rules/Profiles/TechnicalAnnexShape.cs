using System.Collections.Immutable;
using CbmExchange.Domain.Release;

namespace CbmExchange.Domain.Records.Rules.Profiles;

/// <summary>technical-annex (proto/cbm/record/v1/profiles.proto).</summary>
internal static class TechnicalAnnexShape
{
    public static CatalogueRow Row =>
        new()
        {
            Code = "technical-annex",
            Family = RecordFamily.Message,
            Label = "Technical annex",
            Measures = ["a68-98:26d", "a68-98:32b"],
            Source = "A/68/98 §26(d)",
            AlwaysIncluded = ["precedence"],
            UsualTlp = TlpLabels.Amber,
            IsTechnical = true,
            Fields = Fields,
            Warnings = PersonalText.Hints,
        };

    private static ImmutableArray<FieldShape> Fields =>
        [
            .. CommonFields.Of(isSubjectRequired: true, isPrecedenceRequired: true),
            Shape.Required("summary", Values.RunningTexts(ContentLimits.SummaryCharsMax)),
            Shape.Required("files", Shape.List(Values.Attachment, ContentLimits.ListCountMax)),
            Shape.Pointer("aboutRecordId"),
            Shape.Optional("handling", Values.RunningTexts(ContentLimits.SummaryCharsMax)),
            Shape.Pointer("contactId"),
        ];
}
