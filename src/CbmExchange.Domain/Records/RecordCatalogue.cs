using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json;
using CbmExchange.Domain.Records.Rules;
using CbmExchange.Domain.Records.Rules.Arrangements;
using CbmExchange.Domain.Records.Rules.Assistance;
using CbmExchange.Domain.Records.Rules.Capacity;
using CbmExchange.Domain.Records.Rules.Cases;
using CbmExchange.Domain.Records.Rules.Checks;
using CbmExchange.Domain.Records.Rules.Events;
using CbmExchange.Domain.Records.Rules.Profiles;
using CbmExchange.Domain.Records.Rules.Relay;
using CbmExchange.Domain.Records.Rules.Sharing;
using CbmExchange.Domain.Records.Rules.Views;

namespace CbmExchange.Domain.Records;

/// <summary>The record types, one row each (domain.md §4.5 to §4.16). Nothing else lists them.</summary>
public static class RecordCatalogue
{
    /// <summary>All of them, in the order in which tables print them.</summary>
    public static ImmutableArray<CatalogueRow> Rows { get; } =
    [
        ContactShape.Row,
        DocumentShape.Row,
        MessageShapes.NotificationRow,
        MessageShapes.AcknowledgementRow,
        MessageShapes.ResponseRow,
        NationalPositionShape.Row,
        BestPracticeShape.Row,
        GlossaryEntryShape.Row,
        PolicyBriefShape.Row,
        ResearchItemShape.Row,
        SeverityScaleShape.Row,
        CiCategoryStatementShape.Row,
        DecisionProcessSheetShape.Row,
        OrganisationShape.Row,
        ImplementationReportShape.Row,
        CsirtProfileShape.Row,
        VulnerabilityNoticeShape.Row,
        AdvisoryShape.Row,
        LawEnforcementChannelShape.Row,
        CriminalClarificationShape.Row,
        ConsultativeEventShape.Row,
        EventOutcomeShape.Row,
        ExerciseShape.Row,
        CapacityNeedShape.Row,
        CapacityOfferShape.Row,
        CapacityMatchShape.Row,
        ToolReferenceShape.Row,
        ExpertRosterEntryShape.Row,
        LearningResourceShape.Row,
        ClarificationRequestShape.Row,
        ConsultationShape.Row,
        AssistanceRequestShape.Row,
        AssistanceReplyShape.Row,
        PermissionRequestShape.Row,
        PermissionReplyShape.Row,
        DeletionAttestationShape.Row,
        CommunicationCheckShape.Row,
        CheckAnswerShape.Row,
        CheckResultShape.Row,
        AssistanceStepShape.Row,
        ExerciseNoticeShape.Row,
        ExerciseInjectShape.Row,
        TechnicalAnnexShape.Row,
        RelayRequestShape.Row,
        RelayReportShape.Row,
        ReminderShape.Row,
        ExerciseConsentShape.Row,
    ];

    private static readonly FrozenDictionary<string, CatalogueRow> ByCode = Rows
        .ToFrozenDictionary(row => row.Code, StringComparer.Ordinal);

    // A field name that points to a record in one type is never used otherwise in another.
    private static readonly FrozenDictionary<string, Func<JsonElement, string?>> Pointers = Rows
        .SelectMany(row => row.Fields)
        .Where(field => field.PointsTo is not null)
        .DistinctBy(field => field.Name)
        .ToFrozenDictionary(field => field.Name, field => field.PointsTo!, StringComparer.Ordinal);

    /// <summary>The row of a type; null for a type that this software does not know.</summary>
    public static CatalogueRow? Find(string recordType) => ByCode.GetValueOrDefault(recordType);

    /// <summary>Codes of the types of which this holds.</summary>
    public static ImmutableArray<string> Codes(Func<CatalogueRow, bool> condition) =>
        [.. Rows.Where(condition).Select(row => row.Code)];

    /// <summary>The records that a content points to, each once.</summary>
    public static ImmutableArray<RecordId> TargetsOf(RecordContent content) =>
        [
            .. content
                .Claims.EnumerateObject()
                .SelectMany(field =>
                    field.Value.ValueKind == JsonValueKind.Array
                        ? field.Value.EnumerateArray().Select(item => TargetOf(field.Name, item))
                        : [TargetOf(field.Name, field.Value)]
                )
                .OfType<RecordId>()
                .Distinct(),
        ];

    /// <summary>
    /// The record that a claim (a field, or one element of a list) points to; null for a claim without pointer. A
    /// recipient that does not hold it is not shown the claim.
    /// </summary>
    internal static RecordId? TargetOf(string field, JsonElement value) =>
        Pointers.GetValueOrDefault(field)?.Invoke(value) is { } target ? new RecordId(target) : null;
}
