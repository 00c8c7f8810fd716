using System.Collections.Immutable;
using System.Text.Json;
using CbmExchange.Domain.Checks;

namespace CbmExchange.Domain.Records.Rules.Checks;

/// <summary>check-answer (proto/cbm/record/v1/checks.proto).</summary>
internal static class CheckAnswerShape
{
    public static CatalogueRow Row =>
        new()
        {
            Code = RecordTypes.CheckAnswer,
            Family = RecordFamily.Receipt,
            Label = "Answer to a communication check",
            Measures = ["a68-98:26c", "osce:8", "un:1"],
            Source = "A/68/98 §26(c)",
            AlwaysIncluded = ["ofRecord", "outcome", "code", "dutyDesk", "at"],
            OnlyContext = "test",
            IsTechnical = true,
            IsReply = true,
            Fields = Fields,
            Rules = (_, content, faults) => CheckRules(content, faults),
        };

    private static ImmutableArray<FieldShape> Fields =>
        [
            .. CommonFields.Of(isSubjectRequired: false, isPrecedenceRequired: false),
            Shape.OfRecord,
            Shape.Required("outcome", Values.Closed(CodeLists.CheckOutcome)),
            Shape.Optional("code", Shape.String(CheckCode.IsCode, "Must be six digits.")),
            Shape.Required("dutyDesk", Values.Line(ContentLimits.NameCharsMax)),
            Shape.Required("at", Values.Time),
        ];

    private static void CheckRules(JsonElement content, Faults faults)
    {
        var isConfirmed = Json.String(content, "outcome") == "confirmed";
        if (isConfirmed != Json.Get(content, "code") is not null)
        {
            faults.Add("code", isConfirmed ? "Is required when confirmed." : "Stands with confirmed only.");
        }
    }
}
