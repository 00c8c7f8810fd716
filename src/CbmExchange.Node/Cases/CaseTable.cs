using System.Collections.Concurrent;
using CbmExchange.Domain.Cases;
using CbmExchange.Node.Tables;
using CbmExchange.Store;

namespace CbmExchange.Node.Cases;

/// <summary>
/// What officers keep about cases, without their notes, in memory: the ladder goes on while the store does not answer.
/// </summary>
internal sealed class CaseTable : IMemoryTable
{
    private readonly ConcurrentDictionary<CaseId, CaseState> states = [];

    /// <summary>Empty for a case of which nothing is kept.</summary>
    public CaseState Of(CaseId id) => states.GetValueOrDefault(id, CaseState.Empty);

    /// <inheritdoc/>
    public void Apply(StoredEvent stored)
    {
        if (stored.Body is ICaseEvent kept)
        {
            states[kept.Case] = Of(kept.Case).Apply(kept);
        }
    }
}
