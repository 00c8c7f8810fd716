using System.Collections.Immutable;

namespace CbmExchange.Domain.Records.Rules.Assistance;

/// <summary>assistance-step (proto/cbm/record/v1/assistance.proto).</summary>
internal static class AssistanceStepShape
{
    public static CatalogueRow Row =>
        new()
        {
            Code = "assistance-step",
            Family = RecordFamily.Message,
            Label = "Assistance step",
            Measures = ["a68-98:32d", "gge-norm:13h"],
            Source = "A/76/135 norm 13(h)",
            AlwaysIncluded = ["precedence", "ofRecord", "stage"],
            Stages = CodeLists.AssistanceStage,
            IsTechnical = true,
            IsReply = true,
            Fields = Fields,
        };

    private static ImmutableArray<FieldShape> Fields =>
        [
            .. CommonFields.Of(isSubjectRequired: false, isPrecedenceRequired: false),
            Shape.OfRecord,
            Shape.Pointer("requestId") with { IsRequired = true },
            Shape.Required("stage", Values.Closed(CodeLists.AssistanceStage)),
            Shape.Optional("note", Values.RunningTexts(ContentLimits.SummaryCharsMax)),
            Shape.Optional("expectedBy", Values.Time),
            Shape.Pointer("furtherContact"),
        ];
}
