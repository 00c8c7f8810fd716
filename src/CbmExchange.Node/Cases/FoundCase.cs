using System.Collections.Immutable;
using CbmExchange.Domain.Cases;
using CbmExchange.Store.Cases;

namespace CbmExchange.Node.Cases;

/// <summary>A case as one officer may see it.</summary>
/// <param name="Id">The case.</param>
/// <param name="Kept">Under which own facts about it stand: its id, or one that it had before.</param>
/// <param name="Messages">Versions of messages that the officer reads, in the order in which they came.</param>
/// <param name="Types">Types of all messages in it.</param>
/// <param name="Named">The message that the officer named; null where the case itself was named.</param>
internal sealed record FoundCase(
    CaseId Id,
    CaseId Kept,
    ImmutableArray<CaseMessageRow> Messages,
    ImmutableArray<string> Types,
    CaseMessageRow? Named
)
{
    /// <summary>True when there is more than this holds.</summary>
    public bool HasOlder { get; init; }

    /// <summary>actual, exercise, test or system; of the first message.</summary>
    public string Context => Messages is [var first, ..] ? first.Header.Context : "";
}
