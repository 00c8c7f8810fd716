using System.Collections.Immutable;
using System.Numerics;
using CbmExchange.Store.Readings;

namespace CbmExchange.Node.Contacts;

/// <summary>
/// What States are called, folded once for all questions: eight names for each of about two hundred. Finds a name, the
/// names that begin with some words, and the names that a mistyped one is close to, looking closely at few of them.
/// </summary>
internal sealed class StateNames
{
    /// <summary>Letters below which nothing is guessed, and for each of which one slip is forgiven.</summary>
    private const int GuessLengthMin = 4;

    /// <summary>Letters beyond which a text is no name: what is asked is a stranger's text of any length.</summary>
    private const int NameLengthMax = 200;

    private static readonly char[] Between = [' ', '-', '(', ')', ','];

    private readonly ImmutableDictionary<string, string> codes;
    private readonly ImmutableArray<Name> names;

    // In the order of the words, so that those with one beginning stand together.
    private readonly ImmutableArray<(string Word, Name Name)> words;

    /// <param name="codes">The code of the State that each folded name means.</param>
    public StateNames(ImmutableDictionary<string, string> codes)
    {
        this.codes = codes;
        names = [.. codes.Select(pair => new Name(pair.Key, pair.Value, WordsOf(pair.Key), LettersOf(pair.Key)))];
        words =
        [
            .. names.SelectMany(name => name.Words, (name, word) => (word, name))
                .OrderBy(pair => pair.word, StringComparer.Ordinal),
        ];
    }

    /// <summary>True when it was made of these names.</summary>
    public bool IsOf(ImmutableDictionary<string, string> others) => ReferenceEquals(codes, others);

    /// <summary>Without regard to case, accents and the kind of apostrophe.</summary>
    public static string Fold(string text) => SearchText.Fold(text.Trim()).Replace('\u2019', '\'');

    /// <summary>The code of the one State with this folded name; null when there is none.</summary>
    public string? Find(string wanted) => codes.GetValueOrDefault(wanted);

    /// <summary>Codes of the States in one of whose names every word asked for begins a word.</summary>
    public ImmutableArray<string> Fitting(string wanted)
    {
        var asked = WordsOf(wanted);
        return wanted.Length is < GuessLengthMin or > NameLengthMax || asked.Length == 0
            ? []
            :
            [
                .. Beginning(asked.MaxBy(word => word.Length)!)
                    .Where(name => asked.All(word =>
                        name.Words.Any(known => known.StartsWith(word, StringComparison.Ordinal))))
                    .Select(name => name.Code)
                    .Distinct()
                    .Order(StringComparer.Ordinal),
            ];
    }

    /// <summary>Codes of the States that have a name close to a mistyped one, the closest first.</summary>
    public ImmutableArray<string> Close(string wanted)
    {
        if (wanted.Length is < GuessLengthMin or > NameLengthMax)
        {
            return [];
        }

        var slipsMax = Math.Max(1, wanted.Length / GuessLengthMin);
        var letters = LettersOf(wanted);
        return
        [
            .. names.Where(name => MayBeClose(name, wanted, letters, slipsMax))
                .Select(name => (name.Code, Distance: EditDistance.Between(wanted, name.Text)))
                .Where(pair => pair.Distance <= slipsMax)
                .OrderBy(pair => pair.Distance)
                .ThenBy(pair => pair.Code, StringComparer.Ordinal)
                .Select(pair => pair.Code)
                .Distinct(),
        ];
    }

    // A slip changes the length by one at most, and the set of letters by two.
    private static bool MayBeClose(Name name, string wanted, ulong letters, int slipsMax) =>
        Math.Abs(name.Text.Length - wanted.Length) <= slipsMax
        && BitOperations.PopCount(name.Letters ^ letters) <= 2 * slipsMax;

    private static ulong LettersOf(string text) =>
        text.Aggregate(0UL, (set, letter) => set | (1UL << (letter % 64)));

    private static string[] WordsOf(string text) => text.Split(Between, StringSplitOptions.RemoveEmptyEntries);

    private IEnumerable<Name> Beginning(string word)
    {
        var (from, until) = (0, words.Length);
        while (from < until)
        {
            var middle = (from + until) / 2;
            (from, until) = string.CompareOrdinal(words[middle].Word, word) < 0 ? (middle + 1, until) : (from, middle);
        }

        return words.Skip(from).TakeWhile(pair => pair.Word.StartsWith(word, StringComparison.Ordinal))
            .Select(pair => pair.Name).Distinct();
    }

    private sealed record Name(string Text, string Code, string[] Words, ulong Letters);
}
