using System.Collections.Immutable;
using System.Text.Json;
using CbmExchange.Domain.Release;

namespace CbmExchange.Domain.Records.Rules.Cases;

/// <summary>consultation (proto/cbm/record/v1/consultations.proto).</summary>
internal static class ConsultationShape
{
    public static CatalogueRow Row =>
        new()
        {
            Code = "consultation",
            Family = RecordFamily.Message,
            Label = "Consultation",
            Measures = ["a68-98:26c", "osce:3"],
            Source = "OSCE CBM 3",
            AlwaysIncluded = ["precedence", "stage", "level"],
            Stages = CodeLists.ConsultationStage,
            UsualTlp = TlpLabels.AmberStrict,
            IsReceiptTimed = true,
            Fields = Fields,
            Rules = (_, content, faults) => CheckRules(content, faults),
            Warnings = ToneText.Hints,
            ReleaseRule = (question, recipients) => CaseAudience.Check(question, recipients),
        };

    private static ImmutableArray<FieldShape> Fields =>
        [
            .. CommonFields.Of(isSubjectRequired: true, isPrecedenceRequired: true),
            Shape.Required("stage", Values.Closed(CodeLists.ConsultationStage)),
            Shape.Required("with", Shape.List(Values.Uuid, ContentLimits.ParticipantsCountMax)),
            Shape.Required("level", Values.Closed(CodeLists.ContactLevel)),
            Shape.Required("about", Values.RunningTexts(ContentLimits.SummaryCharsMax)),
            Shape.Optional("basis", Shape.List(Values.Open, ContentLimits.ListCountMax)),
            Shape.Optional("proposal", TalkParts.Proposal),
            Shape.Optional("agreedTime", Values.TimeRange),
            Shape.Optional("agreedFormat", Values.Closed(CodeLists.ConsultationFormat)),
            Shape.Optional("heldOn", Values.Date),
            Shape.Optional("outcome", Values.Closed(CodeLists.ConsultationOutcome)),
            Shape.Optional("text", Values.RunningTexts(ContentLimits.SummaryCharsMax)),
            Shape.Optional("agreedTextSha256", Values.Sha256),
            Shape.Optional("facilitator", TalkParts.Facilitator),
            Shape.Pointer("requestId"),
        ];

    private static void CheckRules(JsonElement content, Faults faults)
    {
        var needed = Json.String(content, "stage") switch
        {
            "proposal" => ["proposal"],
            "agreement" => ["agreedTime", "agreedFormat"],
            "held" => ["heldOn"],
            "outcome" => ["heldOn", "outcome"],
            _ => ImmutableArray<string>.Empty,
        };
        foreach (var name in needed.Where(name => Json.Get(content, name) is null))
        {
            faults.Add(name, $"Is required for stage {Json.String(content, "stage")}.");
        }

        var isAgreed = Json.String(content, "outcome") == "agreed-text";
        foreach (var name in ImmutableArray.Create("text", "agreedTextSha256"))
        {
            if (isAgreed && Json.Get(content, name) is null)
            {
                faults.Add(name, "Is required for outcome agreed-text.");
            }
        }
    }
}
