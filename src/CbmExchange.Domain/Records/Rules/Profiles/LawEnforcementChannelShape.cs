using System.Collections.Immutable;
using System.Text.Json;

namespace CbmExchange.Domain.Records.Rules.Profiles;

/// <summary>law-enforcement-channel (proto/cbm/record/v1/profiles.proto).</summary>
internal static class LawEnforcementChannelShape
{
    public static CatalogueRow Row =>
        new()
        {
            Code = "law-enforcement-channel",
            Family = RecordFamily.Document,
            Label = "Law-enforcement channel",
            Measures = ["a68-98:26f", "osce:6"],
            Source = "A/68/98 §26(f)",
            Fields = Fields,
            Rules = (_, content, faults) => CheckRules(content, faults),
            Warnings = PersonalText.Hints,
        };

    private static ImmutableArray<FieldShape> Fields =>
        [
            .. CommonFields.Of(isSubjectRequired: true, isPrecedenceRequired: false),
            Shape.Required("kind", Values.Open),
            Shape.Required("officeName", Values.Names(ContentLimits.NameCharsMax)),
            Shape.Required("legalBasis", Values.RunningTexts(ContentLimits.SummaryCharsMax)),
            Shape.Required("accepts", Shape.List(Values.Open, ContentLimits.ListCountMax)),
            Shape.Optional("doesNotAccept", Shape.List(Values.Open, ContentLimits.ListCountMax)),
            Shape.Required("languages", Shape.List(Values.LanguageTag, ContentLimits.ListCountMax)),
            Shape.Optional("urgentRoute", Values.RunningTexts(ContentLimits.SummaryCharsMax)),
            Shape.Optional("officialUrl", Values.Url),
            Shape.Pointer("contactId"),
        ];

    private static void CheckRules(JsonElement content, Faults faults)
    {
        if (Json.Get(content, "urgentRoute") is null && Json.Get(content, "contactId") is null)
        {
            faults.Add("urgentRoute", "Say how the channel is reached: urgentRoute or contactId is required.");
        }
    }
}
