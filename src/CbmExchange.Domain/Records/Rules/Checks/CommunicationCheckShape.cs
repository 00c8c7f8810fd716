using System.Collections.Immutable;
using System.Text.Json;
using CbmExchange.Domain.Checks;
using CbmExchange.Domain.Records.Rules.Cases;
using CbmExchange.Domain.Release;

namespace CbmExchange.Domain.Records.Rules.Checks;

/// <summary>communication-check (proto/cbm/record/v1/checks.proto).</summary>
internal static class CommunicationCheckShape
{
    public static CatalogueRow Row =>
        new()
        {
            Code = RecordTypes.CommunicationCheck,
            Family = RecordFamily.Message,
            Label = "Communication check",
            Measures = ["a68-98:26c", "osce:8", "un:1"],
            Source = "A/68/98 §26(c)",
            AlwaysIncluded = ["precedence", "addressedTo", "purpose", "opensAt", "closesAt"],
            UsualTlp = TlpLabels.AmberStrict,
            OnlyContext = "test",
            IsTechnical = true,
            Fields = Fields,
            Rules = (_, content, faults) => CheckRules(content, faults),
            ReleaseRule = (question, recipients) => CaseAudience.Check(question, recipients),
        };

    private static ImmutableArray<FieldShape> Fields =>
        [
            .. CommonFields.Of(isSubjectRequired: true, isPrecedenceRequired: true),
            Shape.Required("addressedTo", Values.Uuid),
            Shape.Required("purpose", Values.Closed(CodeLists.CheckPurpose)),
            Shape.Required("opensAt", Values.Time),
            Shape.Required("closesAt", Values.Time),
            Shape.Required(
                "channels", Shape.List(Values.Closed(CodeLists.CheckedChannel), CodeLists.CheckedChannel.Length)),
            Shape.Required("text", Values.RunningTexts(ContentLimits.SummaryCharsMax)),
            Shape.Optional("challenge", Challenge),
            Shape.Pointer("remindsOf"),
        ];

    private static Check Challenge =>
        Shape.Object(
            Shape.Required("groups", Shape.List(
                Shape.String(CheckCode.IsCode, "Must be six digits."), CheckChallenge.GroupsCount)),
            Shape.Required("instruction", Values.RunningTexts(ContentLimits.SummaryCharsMax)));

    private static void CheckRules(JsonElement content, Faults faults)
    {
        CrossRules.CheckOrder(content, "opensAt", "closesAt", faults);
        var purpose = Json.String(content, "purpose");
        if (Json.Get(content, "challenge") is not null && purpose is not (null or "check"))
        {
            faults.Add("challenge", "Stands in a check only.");
        }

        if (purpose == "reminder" && Json.Get(content, "remindsOf") is null)
        {
            faults.Add("remindsOf", "Is required for reminder.");
        }
    }
}
