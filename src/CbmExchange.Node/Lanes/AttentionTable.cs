using System.Collections.Immutable;
using CbmExchange.Domain.Lanes;
using CbmExchange.Node.Tables;
using CbmExchange.Store;

namespace CbmExchange.Node.Lanes;

/// <summary>The newest suggestions of the technical lane, in memory.</summary>
internal sealed class AttentionTable : IMemoryTable
{
    /// <summary>Suggestions kept at hand; older ones stand in the log.</summary>
    public const int CountMax = 200;

    private volatile Held newest = new([]);

    /// <summary>Newest first.</summary>
    public ImmutableArray<PoliticalAttentionSuggested> Newest => newest.Items;

    /// <inheritdoc/>
    public void Apply(StoredEvent stored)
    {
        if (stored.Body is PoliticalAttentionSuggested suggested)
        {
            newest = new([suggested, .. newest.Items.Take(CountMax - 1)]);
        }
    }

    // An array is more than a word: readers take it with the object that holds it.
    private sealed record Held(ImmutableArray<PoliticalAttentionSuggested> Items);
}
