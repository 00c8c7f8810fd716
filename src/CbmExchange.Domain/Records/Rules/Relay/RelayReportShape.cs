using System.Collections.Immutable;
using CbmExchange.Domain.Release;

namespace CbmExchange.Domain.Records.Rules.Relay;

/// <summary>relay-report (proto/cbm/record/v1/relay.proto).</summary>
internal static class RelayReportShape
{
    public static CatalogueRow Row =>
        new()
        {
            Code = "relay-report",
            Family = RecordFamily.Message,
            Label = "Relay report",
            Measures = ["a68-98:26c"],
            Source = "A/68/98 §26(c)",
            AlwaysIncluded = ["ofRecord", "result", "at", "toParticipant", "channel"],
            UsualTlp = TlpLabels.AmberStrict,
            IsReply = true,
            IsAnswer = true,
            Fields = Fields,
        };

    private static ImmutableArray<FieldShape> Fields =>
        [
            .. CommonFields.Of(isSubjectRequired: false, isPrecedenceRequired: false),
            Shape.OfRecord,
            Shape.Required("result", Values.Closed(CodeLists.RelayResult)),
            Shape.Required("at", Values.Time),
            Shape.Required("toParticipant", Values.Uuid),
            Shape.Optional("toDesk", Values.Line(ContentLimits.NoteCharsMax)),
            Shape.Required("channel", Values.Closed(CodeLists.RelayChannel)),
            Shape.Optional("note", Values.RunningTexts(ContentLimits.SummaryCharsMax)),
        ];
}
