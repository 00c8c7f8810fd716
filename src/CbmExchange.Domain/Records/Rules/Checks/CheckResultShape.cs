using System.Collections.Immutable;
using CbmExchange.Domain.Records.Rules.Cases;
using CbmExchange.Domain.Release;

namespace CbmExchange.Domain.Records.Rules.Checks;

/// <summary>check-result (proto/cbm/record/v1/checks.proto).</summary>
internal static class CheckResultShape
{
    public static CatalogueRow Row =>
        new()
        {
            Code = RecordTypes.CheckResult,
            Family = RecordFamily.Message,
            Label = "Result of a communication check",
            Measures = ["a68-98:26c", "osce:8", "un:1"],
            Source = "A/68/98 §26(c)",
            AlwaysIncluded = ["precedence", "addressedTo", "closedAt"],
            UsualTlp = TlpLabels.AmberStrict,
            OnlyContext = "test",
            IsTechnical = true,
            Fields = Fields,
            Rules = (_, content, faults) => CrossRules.CheckOrder(content, "opensAt", "closesAt", faults),
            ReleaseRule = (question, recipients) => CaseAudience.Check(question, recipients),
        };

    private static ImmutableArray<FieldShape> Fields =>
        [
            .. CommonFields.Of(isSubjectRequired: true, isPrecedenceRequired: true),
            Shape.Required("addressedTo", Values.Uuid),
            Shape.Pointer("ofCheck"),
            Shape.Required("opensAt", Values.Time),
            Shape.Required("closesAt", Values.Time),
            Shape.Required("closedAt", Values.Time),
            Shape.Required("results", Shape.List(Result, ContentLimits.ListCountMax)),
            Shape.Required("text", Values.RunningTexts(ContentLimits.SummaryCharsMax)),
        ];

    private static Check Result =>
        Shape.Object(
            Shape.Required("channelType", Values.Closed(CodeLists.CheckedChannel)),
            Shape.Optional("contactId", Values.Uuid),
            Shape.Optional("channelId", Values.KebabId),
            Shape.Required("result", Values.Closed(CodeLists.CheckResult)),
            Shape.Optional("at", Values.Time));
}
