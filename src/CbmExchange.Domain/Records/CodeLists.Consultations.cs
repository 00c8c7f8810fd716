using System.Collections.Immutable;

namespace CbmExchange.Domain.Records;

// Lists of proto/cbm/record/v1/consultations.proto.
public static partial class CodeLists
{
    /// <summary>Closed.</summary>
    public static ImmutableArray<string> ContactLevel { get; } = Ids("contact-level");

    /// <summary>Closed.</summary>
    public static ImmutableArray<string> ConsultationFormat { get; } = Ids("consultation-format");

    /// <summary>Closed. Only moves forward in this order.</summary>
    public static ImmutableArray<string> ConsultationStage { get; } = Ids("consultation-stage");

    /// <summary>Closed.</summary>
    public static ImmutableArray<string> ConsultationOutcome { get; } = Ids("consultation-outcome");
}
