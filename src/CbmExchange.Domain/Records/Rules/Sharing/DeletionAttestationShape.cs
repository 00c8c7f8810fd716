using System.Collections.Immutable;

namespace CbmExchange.Domain.Records.Rules.Sharing;

/// <summary>deletion-attestation (proto/cbm/record/v1/sharing.proto).</summary>
internal static class DeletionAttestationShape
{
    public static CatalogueRow Row =>
        new()
        {
            Code = "deletion-attestation",
            Family = RecordFamily.Message,
            Label = "Deletion attestation",
            Measures = ["a68-98:26c"],
            Source = "A/68/98 §26(c)",
            AlwaysIncluded = ["ofRecord", "result", "at"],
            IsReply = true,
            Fields = Fields,
        };

    private static ImmutableArray<FieldShape> Fields =>
        [
            .. CommonFields.Of(isSubjectRequired: false, isPrecedenceRequired: false),
            Shape.OfRecord,
            Shape.Required("result", Values.Closed(CodeLists.DeletionResult)),
            Shape.Required("at", Values.Time),
            Shape.Optional("note", Values.RunningTexts(ContentLimits.SummaryCharsMax)),
        ];
}
