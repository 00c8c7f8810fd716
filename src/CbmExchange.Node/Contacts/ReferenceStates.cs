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

    /// <summary>Letters below which nothing is guessed, and for each of which one slip is forgiven.</summary>
    private const int GuessLengthMin = 4;

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
        var wanted = Fold(text);
        if (now.Names.TryGetValue(wanted, out var code))
        {
            return new KnownState(now.States[code]);
        }

        var fitting = Fitting(wanted);
        return fitting.Length == 1 ? new KnownState(now.States[fitting[0]]) : null;
    }

    /// <summary>
    /// Names that a text may have meant, at most <paramref name="countMax"/>: all States that its words fit, else names
    /// close to a mistyped one, best first. Short texts are not guessed at.
    /// </summary>
    public ImmutableArray<string> Suggest(string text, int countMax)
    {
        var wanted = Fold(text);
        var codes = Fitting(wanted);
        if (codes.IsEmpty && wanted.Length >= GuessLengthMin)
        {
            codes =
            [
                .. now.Names.Select(pair => (pair.Value, Distance: EditDistance.Between(wanted, pair.Key)))
                    .Where(pair => pair.Distance <= Math.Max(1, wanted.Length / GuessLengthMin))
                    .OrderBy(pair => pair.Distance)
                    .ThenBy(pair => pair.Value, StringComparer.Ordinal)
                    .Select(pair => pair.Value)
                    .Distinct(),
            ];
        }

        return [.. codes.Take(countMax).Select(code => new KnownState(now.States[code]).Name)];
    }

    // Every word asked for begins a word of one and the same name.
    private ImmutableArray<string> Fitting(string wanted)
    {
        var words = Words(wanted);
        return wanted.Length < GuessLengthMin || words.Length == 0
            ? []
            :
            [
                .. now.Names.Where(pair => Fits(words, Words(pair.Key)))
                    .Select(pair => pair.Value)
                    .Distinct()
                    .Order(StringComparer.Ordinal),
            ];
    }

    private static bool Fits(string[] words, string[] name) =>
        words.All(word => name.Any(known => known.StartsWith(word, StringComparison.Ordinal)));

    private static string[] Words(string name) =>
        name.Split([' ', '-', '(', ')', ','], StringSplitOptions.RemoveEmptyEntries);

    private static string Fold(string text) => SearchText.Fold(text.Trim()).Replace('\u2019', '\'');

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
                    .Select(name => KeyValuePair.Create(Fold(name), row.Subject))
            ),
        };
    }

    private sealed record Snapshot(
        ImmutableSortedDictionary<string, HeldReference> States,
        ImmutableDictionary<string, string> Names,
        ReferenceState Csirts
    );
}
