using System.Collections.Immutable;
using System.Text.Json;

namespace CbmExchange.Domain.Records.Rules.Views;

/// <summary>national-position (proto/cbm/record/v1/positions.proto).</summary>
internal static class NationalPositionShape
{
    public static CatalogueRow Row =>
        new()
        {
            Code = "national-position",
            Family = RecordFamily.Document,
            Label = "National position",
            Measures = ["a68-98:26a", "osce:1", "un:3", "oas:8"],
            Source = "A/68/98 §26(a)",
            DateField = "statedAt",
            Fields = Fields,
            Rules = CheckRules,
        };

    private static ImmutableArray<FieldShape> Fields =>
        [
            .. CommonFields.Of(isSubjectRequired: true, isPrecedenceRequired: false),
            Shape.Required("topic", Values.Open),
            Shape.Required("title", Values.Names(ContentLimits.NameCharsMax)),
            Shape.Optional("question", Values.RunningTexts(ContentLimits.SummaryCharsMax)),
            Shape.Required("text", Values.RunningTexts(ContentLimits.SectionBodyCharsMax)),
            Shape.Required("statedAt", Values.Date),
            Shape.Optional("statedIn", Values.Line(ContentLimits.NoteCharsMax)),
            Shape.Optional("jointWith", Shape.List(Values.Uuid, ContentLimits.ParticipantsCountMax)),
            Shape.Optional("jointStatement", JointStatement),
            Shape.Optional("standingSince", Values.Date),
            Shape.Optional("standingUntil", Values.Date),
            Shape.Optional("officialUrl", Values.Url),
            Shape.Optional("files", Shape.List(Values.Attachment, ContentLimits.ListCountMax)),
            Shape.Optional("extentStatement", Values.RunningTexts(ContentLimits.SummaryCharsMax)),
            Shape.Pointer("contactId"),
        ];

    private static Check JointStatement =>
        Shape.Object(
            Shape.Required("id", Values.Uuid),
            Shape.Required("textSha256", Values.Sha256)
        );

    private static void CheckRules(RecordHeader header, JsonElement content, Faults faults)
    {
        CrossRules.CheckDates(content, "standingSince", "standingUntil", faults);
        if (Json.Get(content, "jointWith") is null != Json.Get(content, "jointStatement") is null)
        {
            faults.Add("jointStatement", "Is required with jointWith, and absent without it.");
        }

        if (Json.Strings(content, "jointWith").Contains(header.Originator.Value))
        {
            faults.Add("jointWith", "Names the other authors only; leave your own participant out.");
        }
    }
}
