using System.Collections.Immutable;
using CbmExchange.Domain.Reference;
using CbmExchange.Node.Tables;
using CbmExchange.Store;
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
    /// A State by code, by a name in one of six languages, or by words that stand in the names of one State only
    /// ("Estados Unidos", "Royaume-Uni"), whatever case, accents and apostrophes. Null: none, or more than one fits;
    /// the
    /// software never guesses.
    /// </summary>
    public KnownState? Resolve(string text)
    {
        var (wanted, snapshot) = (StateNames.Fold(text), now);
        if (snapshot.Index.Find(wanted) is { } code)
        {
            return new KnownState(snapshot.States[code]);
        }

        var fitting = snapshot.Index.Fitting(wanted);
        return fitting.Length == 1 ? new KnownState(snapshot.States[fitting[0]]) : null;
    }

    /// <summary>
    /// States that a text may have meant, at most <paramref name="countMax"/>: all that its words fit, else names
    /// close to a mistyped one, best first. Short texts are not guessed at.
    /// </summary>
    public ImmutableArray<KnownState> Suggest(string text, int countMax)
    {
        var (wanted, snapshot) = (StateNames.Fold(text), now);
        var codes = snapshot.Index.Fitting(wanted) is { IsEmpty: false } fitting
            ? fitting
            : snapshot.Index.Close(wanted);
        return [.. codes.Take(countMax).Select(code => new KnownState(snapshot.States[code]))];
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
                    .Select(name => KeyValuePair.Create(StateNames.Fold(name), row.Subject))
            ),
        };
    }

    private sealed record Snapshot(
        ImmutableSortedDictionary<string, HeldReference> States,
        ImmutableDictionary<string, string> Names,
        ReferenceState Csirts
    )
    {
        private StateNames? index;

        /// <summary>Made at the first question after a change: an import changes the names a row at a time.</summary>
        public StateNames Index
        {
            get
            {
                // Another snapshot made from this one carries its index along, with the names of before.
                var known = Volatile.Read(ref index);
                return known is not null && known.IsOf(Names) ? known : index = new StateNames(Names);
            }
        }
    }
}
