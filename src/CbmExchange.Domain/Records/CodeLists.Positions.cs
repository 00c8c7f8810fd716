using System.Collections.Immutable;

namespace CbmExchange.Domain.Records;

// Lists of proto/cbm/record/v1/positions.proto.
public static partial class CodeLists
{
    /// <summary>Open; <c>international-law</c> and <c>norms</c> are followed by a subtopic.</summary>
    public static ImmutableArray<string> PositionTopic { get; } = Ids("position-topic");

    /// <summary>Closed.</summary>
    public static ImmutableArray<string> TermRelation { get; } = Ids("term-relation");
}
