namespace CbmExchange.Domain.Records.Rules.Cases;

/// <summary>What clarification requests and consultations share (proto/cbm/record/v1/consultations.proto).</summary>
internal static class TalkParts
{
    public static Check Proposal =>
        Shape.Object(
            Shape.Required("format", Values.Closed(CodeLists.ConsultationFormat)),
            Shape.Required("times", Shape.List(Values.TimeRange, ContentLimits.ListCountMax)),
            Shape.Required("timeZone", Values.TimeZone),
            Shape.Optional("languages", Shape.List(Values.LanguageTag, ContentLimits.ListCountMax)),
            Shape.Optional("interpretation", Shape.List(Values.LanguageTag, ContentLimits.ListCountMax)),
            Shape.Optional("venueHost", Values.Line(ContentLimits.NoteCharsMax))
        );

    public static Check Facilitator =>
        Shape.Object(
            Shape.Required("participantId", Values.Uuid),
            Shape.Required("consentReference", Values.Line(ContentLimits.NoteCharsMax))
        );
}
