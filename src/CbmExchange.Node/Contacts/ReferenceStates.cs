using System.Collections.Immutable;
using CbmExchange.Domain.Reference;
using CbmExchange.Node.Tables;
using CbmExchange.Store;
using CbmExchange.Store.Readings;
using CbmExchange.Store.Reference;

namespace CbmExchange.Node.Contacts;

/// <summary>
/// Public reference data about States, in memory: their names in six languages and the public contacts of their
/// CSIRTs. Never a nomination (design D3: lookups go on while PostgreSQL does not answer).
/// </summary>
internal sealed class ReferenceStates : IMemoryTable
{
    private const string ParticipantsDataset = "participants";

    private static readonly ImmutableArray<string> NameFields =
    [
        "alpha2",
        "alpha3",
        "name_en",
        "name_fr",
        "name_es",
        "name_ru",
        "name_zh",
        "name_ar",
    ];

    private volatile Snapshot now = new(
        ImmutableSortedDictionary<string, HeldReference>.Empty,
        ImmutableDictionary<string, string>.Empty,
        ReferenceState.Empty
    );

    /// <summary>How many States the reference data knows.</summary>
    public int Count => now.States.Count;

    /// <summary>Codes of all States of the reference data, in order.</summary>
    public IEnumerable<string> Codes => now.States.Keys;

    /// <summary>
    /// A State by code or by a name in one of six languages, whatever its case and accents; null: unknown.
    /// </summary>
    public KnownState? Resolve(string text) =>
        now.Names.TryGetValue(SearchText.Fold(text.Trim()), out var code) ? new KnownState(now.States[code]) : null;

    /// <summary>Names close to a mistyped one, best first, at most <paramref name="countMax"/>.</summary>
    public ImmutableArray<string> Suggest(string text, int countMax)
    {
        var wanted = SearchText.Fold(text.Trim());
        return
        [
            .. now
                .Names.Keys.Select(name => (Name: name, Distance: EditDistance.Between(wanted, name)))
                .Where(pair => pair.Distance <= Math.Max(1, wanted.Length / 3))
                .OrderBy(pair => pair.Distance)
                .ThenBy(pair => pair.Name, StringComparer.Ordinal)
                .Select(pair => new KnownState(now.States[now.Names[pair.Name]]).Name)
                .Distinct()
                .Take(countMax),
        ];
    }

    /// <summary>Public contacts of a State's national or governmental CSIRTs.</summary>
    public ImmutableArray<PublicFallback> FallbacksFor(string code) => now.Csirts.FallbacksFor(code);

    /// <inheritdoc/>
    public void Apply(StoredEvent stored)
    {
        if (stored.Body is not ReferenceImported { Dataset: ParticipantsDataset or ReferenceState.CsirtsDataset } row)
        {
            return;
        }

        if (row.Dataset == ReferenceState.CsirtsDataset)
        {
            now = now with { Csirts = now.Csirts.Apply(row) };
            return;
        }

        var held = new HeldReference(
            row.Dataset,
            row.RowId,
            row.Subject,
            row.Fields,
            row.Source,
            row.SourceDate,
            row.At
        );
        now = now with
        {
            States = now.States.SetItem(row.Subject, held),
            Names = now.Names.SetItems(
                NameFields
                    .Select(held.Field)
                    .Where(name => name.Length > 0)
                    .Select(name => KeyValuePair.Create(SearchText.Fold(name), row.Subject))
            ),
        };
    }

    private sealed record Snapshot(
        ImmutableSortedDictionary<string, HeldReference> States,
        ImmutableDictionary<string, string> Names,
        ReferenceState Csirts
    );
}
