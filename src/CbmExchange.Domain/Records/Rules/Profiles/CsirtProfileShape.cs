using System.Collections.Immutable;
using System.Text.Json;

namespace CbmExchange.Domain.Records.Rules.Profiles;

/// <summary>csirt-profile (proto/cbm/record/v1/profiles.proto).</summary>
internal static class CsirtProfileShape
{
    public static CatalogueRow Row =>
        new()
        {
            Code = "csirt-profile",
            Family = RecordFamily.Document,
            Label = "CSIRT profile",
            Measures = ["a68-98:26d", "a68-98:32b", "osce:8"],
            Source = "RFC 2350",
            DateField = "documentDate",
            IsTechnical = true,
            Fields = Fields,
            Rules = (_, content, faults) => CheckRules(content, faults),
            Warnings = PersonalText.Hints,
        };

    private static ImmutableArray<FieldShape> Fields =>
        [
            .. CommonFields.Of(isSubjectRequired: true, isPrecedenceRequired: false),
            Shape.Required("role", Values.Closed(CodeLists.CsirtRole)),
            Shape.Optional("teamName", Values.Names(ContentLimits.NameCharsMax)),
            Shape.Optional("shortName", Values.Line(ContentLimits.CodeCharsMax)),
            Shape.Optional("documentDate", Values.Day),
            Shape.Optional("documentUrl", Values.Url),
            Shape.Optional("distributionList", Values.RunningTexts(ContentLimits.SummaryCharsMax)),
            Shape.Optional("address", Values.RunningTexts(ContentLimits.SummaryCharsMax)),
            Shape.Optional("timeZone", Values.TimeZone),
            Shape.Optional("telephone", Values.Phone),
            Shape.Optional("email", Values.Email),
            Shape.Optional("keys", Shape.List(TeamKey, ContentLimits.ListCountMax)),
            Shape.Optional("teamNote", Values.RunningTexts(ContentLimits.SummaryCharsMax)),
            Shape.Optional("customerContact", Values.RunningTexts(ContentLimits.SummaryCharsMax)),
            Shape.Optional("mission", Values.RunningTexts(ContentLimits.SummaryCharsMax)),
            Shape.Optional("constituency", Values.RunningTexts(ContentLimits.SummaryCharsMax)),
            Shape.Optional("constituencyTypes", Shape.List(Values.Open, ContentLimits.ListCountMax)),
            Shape.Optional("sponsor", Values.RunningTexts(ContentLimits.SummaryCharsMax)),
            Shape.Optional("authority", Values.RunningTexts(ContentLimits.SummaryCharsMax)),
            Shape.Optional("incidentTypes", Values.RunningTexts(ContentLimits.SummaryCharsMax)),
            Shape.Optional("cooperation", Values.RunningTexts(ContentLimits.SummaryCharsMax)),
            Shape.Optional("communication", Values.RunningTexts(ContentLimits.SummaryCharsMax)),
            Shape.Optional("incidentResponse", Values.RunningTexts(ContentLimits.SummaryCharsMax)),
            Shape.Optional("proactiveActivities", Values.RunningTexts(ContentLimits.SummaryCharsMax)),
            Shape.Optional("reportingForms", Values.RunningTexts(ContentLimits.SummaryCharsMax)),
            Shape.Optional("disclaimers", Values.RunningTexts(ContentLimits.SummaryCharsMax)),
            Shape.Optional("maturityStatement", Values.RunningTexts(ContentLimits.SummaryCharsMax)),
            Shape.Optional("externalIds", Shape.List(ExternalId, ContentLimits.ListCountMax)),
            Shape.Optional("fallback", Values.RunningTexts(ContentLimits.SummaryCharsMax)),
            Shape.Pointer("contactId"),
        ];

    private static Check TeamKey =>
        Shape.Object(
            Shape.Required("fingerprint", Values.Fingerprint),
            Shape.Optional("url", Values.Url)
        );

    private static Check ExternalId =>
        Shape.Object(
            Shape.Required("scheme", Values.Open),
            Shape.Required("value", Values.Line(ContentLimits.NoteCharsMax)),
            Shape.Optional("status", Values.Line(ContentLimits.CodeCharsMax)),
            Shape.Optional("statusOn", Values.Date)
        );

    private static void CheckRules(JsonElement content, Faults faults)
    {
        var isNone = Json.String(content, "role") == "none";
        foreach (var name in (ReadOnlySpan<string>)["teamName", "mission", "constituency"])
        {
            if (!isNone && Json.Get(content, name) is null)
            {
                faults.Add(name, "Is required unless role is none.");
            }
        }

        if (isNone && Json.Get(content, "contactId") is null && Json.Get(content, "fallback") is null)
        {
            faults.Add("fallback", "Say whom to ask instead: contactId or fallback is required when role is none.");
        }
    }
}
