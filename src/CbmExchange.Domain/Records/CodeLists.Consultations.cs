using System.Collections.Immutable;

namespace CbmExchange.Domain.Records;

// Lists of proto/cbm/record/v1/consultations.proto.
public static partial class CodeLists
{
    /// <summary>Closed.</summary>
    public static ImmutableArray<string> ContactLevel { get; } = ["technical", "policy", "diplomatic", "political"];

    /// <summary>Closed.</summary>
    public static ImmutableArray<string> ConsultationFormat { get; } = ["call", "secure-text", "meeting"];

    /// <summary>Closed. Only moves forward in this order.</summary>
    public static ImmutableArray<string> ConsultationStage { get; } = ["proposal", "agreement", "held", "outcome"];

    /// <summary>Closed.</summary>
    public static ImmutableArray<string> ConsultationOutcome { get; } = ["agreed-text", "separate-statements", "none"];
}
