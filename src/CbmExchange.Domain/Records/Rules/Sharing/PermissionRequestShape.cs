using System.Collections.Immutable;
using CbmExchange.Domain.Release;

namespace CbmExchange.Domain.Records.Rules.Sharing;

/// <summary>permission-request (proto/cbm/record/v1/sharing.proto).</summary>
internal static class PermissionRequestShape
{
    public static CatalogueRow Row =>
        new()
        {
            Code = "permission-request",
            Family = RecordFamily.Message,
            Label = "Permission request",
            Measures = ["a68-98:26c"],
            Source = "A/68/98 §26(c)",
            AlwaysIncluded = ["precedence", "ofRecord"],
            IsReply = true,
            Fields = Fields,
        };

    private static ImmutableArray<FieldShape> Fields =>
        [
            .. CommonFields.Of(isSubjectRequired: false, isPrecedenceRequired: false),
            Shape.OfRecord,
            Shape.Required("onwardTo", Shape.List(Values.Uuid, ContentLimits.ParticipantsCountMax)),
            Shape.Required("purpose", Values.RunningTexts(ContentLimits.SummaryCharsMax)),
            Shape.Optional("markingSought", Values.Closed(TlpLabels.StrictestFirst)),
            Shape.Optional("parts", Shape.List(Values.Line(ContentLimits.NoteCharsMax), ContentLimits.ListCountMax)),
            Shape.Optional("replyRequestedBy", Values.Time),
        ];
}
